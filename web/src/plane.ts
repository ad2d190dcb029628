// SPDX-License-Identifier: Apache-2.0
// The corridor on the globe, flattened around its own middle, as the report does it (src/report/globe.c): azimuthal equidistant, so
// that the great circle of the corridor is a straight line to scale, and nothing is special about the antimeridian or the poles.
// The plane is in kilometres, its origin the middle, y down. Everything is projected once; zoom and pan are affine.
import { geoAzimuthalEquidistant, geoDistance, geoGraticule, geoInterpolate, geoPath, type GeoProjection } from 'd3-geo';
import { land } from './land';

export const RADIUS_KM = 6371;
export type LonLat = [number, number];
export type Gap = 'coverage hole' | 'receiver edge' | 'transponder off' | 'unknown';
export type End = 'seen' | 'inferred' | 'lost' | 'edge' | 'unsaid';

/** A part that was seen: x, y by turns, in kilometres; times in ms, or none. */
export interface Part {
  xy: Float64Array;
  ms: Float64Array | null;
}
/** What lies between two parts: not seen. The way on the great circle, and its class. */
export interface Silence {
  xy: Float64Array;
  kind: Gap;
  minutes: number | null;
}
export interface Trail {
  parts: Part[];
  silences: Silence[];
}

/** A part as the server gives it: seen, or (with a class) the gap between two that were. NaN: the time of a point is not known. */
export interface PartOf {
  gap: string | null;
  lonlat: readonly LonLat[];
  ms: readonly number[] | null;
}
export interface GapOf {
  from: string;
  to: string;
  class: string;
}

const classes: readonly string[] = ['coverage hole', 'receiver edge', 'transponder off', 'unknown'];
const gapClass = (word: string | undefined): Gap => (word && classes.includes(word) ? (word as Gap) : 'unknown');

export class Plane {
  readonly projection: GeoProjection;
  readonly middle: LonLat;
  /** From the middle to where the plane ends, kilometres. */
  readonly reach: number;
  private drawnLand: Path2D | null = null;
  private readonly lines = new Map<string, Path2D>();

  constructor(readonly from: LonLat, readonly to: LonLat) {
    const apart = geoDistance(from, to);
    this.middle = geoInterpolate(from, to)(0.5) as LonLat;
    // Four times from the middle to an end: what a wide picture shows beside a corridor that goes up or down.
    const angle = Math.min(165, Math.max(35, ((apart * 180) / Math.PI / 2) * 4 + 10));
    this.reach = ((angle * Math.PI) / 180) * RADIUS_KM;
    this.projection = geoAzimuthalEquidistant().rotate([-this.middle[0], -this.middle[1]]).translate([0, 0]).scale(RADIUS_KM).clipAngle(angle).precision(2);
  }

  /** Longitude, latitude to kilometres. Beyond the reach it is where the formula puts it. */
  put(at: readonly [number, number]): [number, number] {
    return this.projection([at[0], at[1]]) ?? [NaN, NaN];
  }

  lonlat(x: number, y: number): LonLat | null {
    return Math.hypot(x, y) > this.reach ? null : (this.projection.invert!([x, y]) as LonLat | null);
  }

  get landPath(): Path2D {
    if (!this.drawnLand) geoPath(this.projection, (this.drawnLand = new Path2D()) as unknown as CanvasRenderingContext2D)(land());
    return this.drawnLand;
  }

  /** Meridians and parallels. Fine ones only around what the window shows, since of the whole globe they are many. */
  graticule(step: number, seen: readonly (LonLat | null)[]): Path2D {
    const box = step >= 10 ? null : around(seen, step), key = `${step} ${box}`;
    let path = this.lines.get(key);
    if (!path) {
      const lines = geoGraticule().extentMajor([[0, 0], [0, 0]]).extentMinor(box ?? [[-180, -90 + step], [180, 90 - step + 0.001]]).stepMinor([step, step]);
      path = new Path2D();
      geoPath(this.projection, path as unknown as CanvasRenderingContext2D)(lines());
      if (this.lines.size > 40) this.lines.clear();
      this.lines.set(key, path);
    }
    return path;
  }

  /** A leg onto the plane. A gap lies between two parts: the line breaks there. Parts that meet (cut at the antimeridian) are one. */
  trail(parts: readonly PartOf[], gaps: readonly GapOf[]): Trail {
    const out: Trail = { parts: [], silences: [] };
    let last: Spot | null = null, told = false;
    for (const part of parts) {
      if (!part.lonlat.length) continue;
      const ms = (i: number): number | null => (part.ms && Number.isFinite(part.ms[i]) ? part.ms[i]! : null), end = part.lonlat.length - 1;
      const first: Spot = { at: part.lonlat[0]!, ms: ms(0) };
      if (part.gap !== null) {
        out.silences.push(this.silence(first, { at: part.lonlat[end]!, ms: ms(end) }, part.gap));
        told = true;
        continue;
      }
      const line: Part = { xy: this.xy(part.lonlat), ms: part.ms ? Float64Array.from(part.ms) : null }, before = out.parts[out.parts.length - 1];
      if (last && before && geoDistance(last.at, first.at) < MEET) out.parts[out.parts.length - 1] = joined(before, line);
      else {
        if (last && !told) out.silences.push(this.silence(last, first, this.classOf(last, first, gaps, out.silences.length)));
        out.parts.push(line);
      }
      last = { at: part.lonlat[end]!, ms: ms(end) };
      told = false;
    }
    return out;
  }

  private xy(points: readonly LonLat[]): Float64Array {
    const out = new Float64Array(2 * points.length);
    points.forEach((at, i) => ([out[2 * i], out[2 * i + 1]] = this.put(at)));
    return out;
  }

  /** Of the gap by its instants; where they are not known, by its place in the row. */
  private classOf(a: Spot, b: Spot, gaps: readonly GapOf[], index: number): string | undefined {
    const here = a.ms !== null && b.ms !== null ? gaps.find((g) => Date.parse(g.from) <= b.ms! + 1000 && Date.parse(g.to) >= a.ms! - 1000) : gaps[index];
    return here?.class;
  }

  private silence(a: Spot, b: Spot, kind: string | undefined): Silence {
    const way = geoInterpolate(a.at, b.at), steps = Math.max(1, Math.ceil(((geoDistance(a.at, b.at) * 180) / Math.PI) / 2));
    return { xy: this.xy(Array.from({ length: steps + 1 }, (_, i) => way(i / steps) as LonLat)), kind: gapClass(kind), minutes: a.ms !== null && b.ms !== null ? Math.round((b.ms - a.ms) / 60000) : null };
  }
}

interface Spot {
  at: LonLat;
  ms: number | null;
}
const MEET = 0.5 / RADIUS_KM; // radians: half a kilometre

function joined(a: Part, b: Part): Part {
  const xy = new Float64Array(a.xy.length + b.xy.length), n = a.xy.length / 2;
  xy.set(a.xy);
  xy.set(b.xy, a.xy.length);
  if (!a.ms || !b.ms) return { xy, ms: null };
  const ms = new Float64Array(xy.length / 2);
  ms.set(a.ms);
  ms.set(b.ms, n);
  return { xy, ms };
}

/** The degrees round some places, in blocks of eight steps, so that it stays the same while the window moves a little. Longitudes run on over 180.
 *  Nothing where a place is off the plane or the box would go round the pole. */
function around(seen: readonly (LonLat | null)[], step: number): [[number, number], [number, number]] | null {
  const size = 8 * step, places = seen.filter((p): p is LonLat => p !== null);
  if (places.length < seen.length || !places.length) return null;
  const [lon0] = places[0]!, lons = places.map(([lon]) => lon0 + ((((lon - lon0 + 180) % 360) + 360) % 360) - 180), lats = places.map(([, lat]) => lat);
  const west = Math.floor(Math.min(...lons) / size) * size, east = Math.ceil(Math.max(...lons) / size) * size;
  if (east - west > 180) return null;
  return [[west, Math.max(-90, Math.floor(Math.min(...lats) / size) * size)], [east + step / 2, Math.min(90, Math.ceil(Math.max(...lats) / size) * size) + step / 2]];
}

/** Adds the points of a line that are `apart` or more from the one before; the last always. */
export function trace(path: Path2D, xy: Float64Array, apart: number): number {
  let x = xy[0]!, y = xy[1]!, n = 1;
  path.moveTo(x, y);
  for (let i = 2; i < xy.length; i += 2) {
    const u = xy[i]!, v = xy[i + 1]!;
    if (i < xy.length - 2 && Math.abs(u - x) < apart && Math.abs(v - y) < apart) continue;
    path.lineTo(u, v);
    x = u;
    y = v;
    n++;
  }
  return n;
}

/** Which of the trails has a point nearest to (x, y), not beyond `within`; where in it. */
export function nearest(trails: readonly { trail: Trail }[], x: number, y: number, within: number): { index: number; ms: number | null } | null {
  let best = within * within, found: { index: number; ms: number | null } | null = null;
  trails.forEach(({ trail }, index) => {
    for (const part of trail.parts) {
      const { xy, ms } = part;
      for (let i = 0; i < xy.length; i += 2) {
        // To the stretch from this point to the next: tracks are thinned, and a click lies between two points.
        const ax = xy[i]!, ay = xy[i + 1]!, bx = xy[i + 2] ?? ax, by = xy[i + 3] ?? ay;
        if (Math.min(ax, bx) - within > x || Math.max(ax, bx) + within < x || Math.min(ay, by) - within > y || Math.max(ay, by) + within < y) continue;
        const dx = bx - ax, dy = by - ay, f = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
        const d = (ax + f * dx - x) ** 2 + (ay + f * dy - y) ** 2;
        if (d < best) {
          best = d;
          found = { index, ms: timeAt(ms, i / 2, f) };
        }
      }
    }
  });
  return found;
}

/** At a share of the way from one point to the next; null where neither is known. */
function timeAt(ms: Float64Array | null, i: number, f: number): number | null {
  const a = ms?.[i] ?? NaN, b = ms?.[i + 1] ?? a, out = Number.isNaN(a) ? b : Number.isNaN(b) ? a : a + f * (b - a);
  return Number.isNaN(out) ? null : out;
}
