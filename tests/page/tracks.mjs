// Made-up flights between Vladivostok and Pyongyang as readsb writes traces: what the map is tried on. Nothing of it is anybody's data.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const VVO = [43.39896, 132.14802], FNJ = [39.2241, 125.67], HOUR = 3600;

/** One flight: a report each `step` seconds from the ground to the ground, but for `holes` [from, to) in seconds after take-off. */
function flight(rows, begin, base, step, sign, holes) {
  for (let s = -300, first = true; s <= HOUR + 300; s += step) {
    if (holes.some(([a, b]) => s >= a && s < b)) continue;
    const x = Math.min(Math.max(s / HOUR, 0), 1), ground = s < 0 || s > HOUR, bend = 0.35 * Math.sin(x * Math.PI);
    const altitude = ground ? 'ground' : Math.trunc(Math.min(Math.min(x, 1 - x) * 6, 1) * 1400) * 25 + 25;
    rows.push([begin + s - base, +(VVO[0] + (FNJ[0] - VVO[0]) * x + bend * 0.6).toFixed(6), +(VVO[1] + (FNJ[1] - VVO[1]) * x - bend).toFixed(6), altitude, ground ? 5 : 384, 228.5, 0, 0,
      first ? { flight: sign, alt_baro: altitude } : null, 'adsb_icao', null, null, null, null]);
    first = false;
  }
}

/** Writes traces of `n` flights, one a day from 30 October 2023, each day in a folder of its own in `dir`. Of six in a row the second has a hole,
 *  the fifth no beginning, the sixth no end. @returns how many reports there are. */
export function tracks(dir, n, step = 8, sign = 'KOR272') {
  const holes = [[], [[900, 2300]], [], [], [[-400, 400]], [[2400, 4000]]];
  let points = 0;
  for (let i = 0; i < n; i++) {
    const day = Date.UTC(2023, 9, 30) / 1000 + i * 24 * HOUR, folder = join(dir, new Date(day * 1000).toISOString().slice(0, 10)), rows = [];
    flight(rows, day + 15600, day, step, sign, holes[i % 6]);
    mkdirSync(folder);
    writeFileSync(join(folder, 'trace_full_7277a8.json'), JSON.stringify({ icao: '7277a8', r: 'P-632', t: 'T204', timestamp: day, trace: rows }));
    points += rows.length;
  }
  return points;
}
