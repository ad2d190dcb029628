// SPDX-License-Identifier: Apache-2.0
// Makes the page's outline of the land out of the npm package world-atlas (ISC; Natural Earth 1:50m, public domain).
//
//   node land.mjs WORLD-ATLAS-FOLDER OUT.json      (build.mjs calls it for `import packed from 'virtual:land'`)
//
// The source is TopoJSON on a sphere, as d3-geo wants it: a ring's order says which side is land, and nothing is cut at the
// antimeridian. It is kept so; points are rounded to hundredths of a degree (1.1 km, finer than the page zooms to), and a ring that
// loses its inside by that is dropped. OUT is a list of polygons, each a list of rings, each a string: longitude and latitude in
// turn, the difference to the point before, in hundredths of a degree, as zigzag numbers of five bits a letter (the letter's code
// less 63; 32 says that more follow), lowest first. The backslash would be the letter of 29: it is written as a blank.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const GRID = 100, MIN_AREA = 4; // squares of a hundredth of a degree: about 5 km² at the equator

/** Arcs of the topology as points on the grid. */
function arcsOf(topology) {
  const { scale: [sx, sy], translate: [tx, ty] } = topology.transform;
  return topology.arcs.map((arc) => {
    let x = 0, y = 0;
    return arc.map(([dx, dy]) => [Math.round(((x += dx) * sx + tx) * GRID), Math.round(((y += dy) * sy + ty) * GRID)]);
  });
}

function polygonsOf(geometry) {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(polygonsOf);
  if (geometry.type === 'MultiPolygon') return geometry.arcs;
  if (geometry.type === 'Polygon') return [geometry.arcs];
  throw new Error(`land: geometry of type ${geometry.type}`);
}

/** A closed ring without its last point and without repetitions. */
function join(ring, arcs) {
  const points = ring.flatMap((i) => (i >= 0 ? arcs[i] : [...arcs[~i]].reverse()));
  const same = (p, q) => p[0] === q[0] && p[1] === q[1];
  const out = points.filter((p, i) => i === 0 || !same(p, points[i - 1]));
  while (out.length > 1 && same(out[0], out[out.length - 1])) out.pop();
  return out;
}

/** Signed area in squares of the grid. Wrong for rings round a pole or over the antimeridian, which are large in any case. */
function area(ring) {
  return ring.reduce((sum, [x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length];
    return sum + (x * v - u * y) / 2;
  }, 0);
}

function number(n) {
  let z = n < 0 ? -2 * n - 1 : 2 * n, out = '';
  for (; z >= 32; z = Math.floor(z / 32)) out += String.fromCharCode(63 + 32 + (z % 32));
  return (out + String.fromCharCode(63 + z)).replaceAll('\\', ' ');
}

function encode(ring) {
  let x = 0, y = 0;
  return ring.map(([u, v]) => {
    const text = number(u - x) + number(v - y);
    [x, y] = [u, v];
    return text;
  }).join('');
}

export function land(folder) {
  const topology = JSON.parse(fs.readFileSync(path.join(folder, 'land-50m.json'), 'utf8'));
  const arcs = arcsOf(topology);
  const polygons = [];
  for (const polygon of polygonsOf(topology.objects.land)) {
    const rings = polygon.map((ring) => join(ring, arcs)).map((ring) => (ring.length >= 3 && Math.abs(area(ring)) >= MIN_AREA ? ring : null));
    if (rings[0]) polygons.push(rings.filter((ring) => ring).map(encode));
  }
  return polygons;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, out] = process.argv.slice(2);
  if (!out) {
    console.error('usage: land.mjs WORLD-ATLAS-FOLDER OUT.json');
    process.exit(2);
  }
  fs.writeFileSync(out, JSON.stringify(land(folder)) + '\n');
}
