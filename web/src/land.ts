// SPDX-License-Identifier: Apache-2.0
// The outline of the land, as land.mjs packs it (its head says how), back into what d3-geo draws.
import type { MultiPolygon } from 'geojson';
import packed from 'virtual:land';

const GRID = 100;

/** One ring: closed, degrees. */
function ring(text: string): [number, number][] {
  const out: [number, number][] = [];
  const at = [0, 0];
  let axis = 0, value = 0, place = 1;
  for (let i = 0; i < text.length; i++) {
    const five = (text[i] === ' ' ? 92 : text.charCodeAt(i)) - 63;
    value += (five % 32) * place;
    place *= 32;
    if (five >= 32) continue;
    at[axis]! += value % 2 ? -(value + 1) / 2 : value / 2;
    if (axis) out.push([at[0]! / GRID, at[1]! / GRID]);
    axis = 1 - axis;
    value = 0;
    place = 1;
  }
  out.push(out[0]!);
  return out;
}

let kept: MultiPolygon | null = null;

/** All land. Unpacked when it is first asked for. */
export function land(): MultiPolygon {
  kept ??= { type: 'MultiPolygon', coordinates: packed.map((polygon) => polygon.map(ring)) };
  return kept;
}
