// SPDX-License-Identifier: Apache-2.0
// Products of ranges, as one writes them in Guesstimate or Squiggle: each line of the input is a program, each line of the output
// its answer as JSON, or {"error": ...}.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import readline from "node:readline";

const require = createRequire(join(process.argv[2], "package.json"));
const at = join(process.argv[2], "node_modules/@quri/squiggle-lang");
const entry = require(join(at, "package.json"));
const { run } = await import(pathToFileURL(join(at, entry.module ?? entry.main)));

let seed = 0;
for await (const program of readline.createInterface({ input: process.stdin })) {
  const out = await run(program, { environment: { sampleCount: 5000, seed: String(seed++) } });
  if (out.result.ok) console.log(JSON.stringify(out.result.value.result.asJS()));
  else console.log(JSON.stringify({ error: out.result.value.toString() }));
}
