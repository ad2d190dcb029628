// SPDX-License-Identifier: Apache-2.0
// node trace_node.mjs FOLDER [MEGABYTES]: the files of bench_trace, gunzip and JSON.parse as node has them: processor seconds (all of its
// threads) and points per processor second, of the first round over 100 MB and of the best of 5.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

const walk = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : name.startsWith("trace_full_") ? [path] : [];
  });
const packed = (bytes) => (bytes[0] === 0x1f ? bytes : gzipSync(bytes, { level: 9 }));
const files = walk(process.argv[2]).map((path) => packed(readFileSync(path)));
const bytes = files.reduce((n, gz) => n + gunzipSync(gz).length, 0);
const times = Math.ceil((Number(process.argv[3] ?? 100) * 1e6) / bytes);
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1e6; };

const round = () => {
  const start = cpu();
  let points = 0;
  for (let i = 0; i < times; i++) for (const gz of files) points += JSON.parse(gunzipSync(gz).toString()).trace.length;
  return { seconds: cpu() - start, points };
};
const say = (name, { seconds, points }) =>
  console.log(`${name.padEnd(34)} ${seconds.toFixed(3).padStart(8)} s ${(points / seconds).toFixed(0).padStart(12)} points/s ${((times * bytes) / seconds / 1e6).toFixed(0).padStart(8)} MB/s`);

const rounds = Array.from({ length: 5 }, round);
say(`node ${process.versions.node}, first round`, rounds[0]);
say(`node ${process.versions.node}, best of 5`, rounds.reduce((a, b) => (b.seconds < a.seconds ? b : a)));
