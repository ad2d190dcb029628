// check.mjs WHAT [PACKAGES]: `types`: TypeScript has nothing to say of the page; `words`: every language has the same words, all that are
// asked for are there, and none is there that nobody asks for. The library types are looked up in PACKAGES/node_modules.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url)), [what, packages = here] = process.argv.slice(2);

function sources(folder = join(here, 'src')) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((f) => (f.isDirectory() ? sources(join(folder, f.name)) : f.name.endsWith('.ts') ? [join(folder, f.name)] : []));
}

function types() {
  const ts = createRequire(join(resolve(packages), 'package.json'))('typescript'), config = join(here, 'tsconfig.json');
  const { options, fileNames, errors } = ts.parseJsonConfigFileContent(ts.readConfigFile(config, ts.sys.readFile).config, ts.sys, here);
  const modules = join(resolve(packages), 'node_modules');
  options.paths = { '*': [join(modules, '@types/*'), join(modules, '*')] };
  const found = [...errors, ...ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options))];
  if (found.length) console.error(ts.formatDiagnostics(found, { getCanonicalFileName: (f) => f, getCurrentDirectory: () => here, getNewLine: () => '\n' }));
  return { failed: found.length, said: `${fileNames.length} files` };
}

function table(lang) {
  return new Map(readdirSync(join(here, 'words', lang)).flatMap((f) => Object.entries(JSON.parse(readFileSync(join(here, 'words', lang, f), 'utf8'))).map(([k, v]) => [f.replace(/json$/, '') + k, v])));
}

/** What the sources ask for: whole keys ('slots.h1'), beginnings ('shell.nav.' + name, `grade.${x}`) and ends (`${view}.title`). */
function asked() {
  const whole = new Set(), begins = new Set(), ends = new Set();
  for (const f of sources()) {
    const text = readFileSync(f, 'utf8');
    for (const [, s] of text.matchAll(/'([a-z_]+\.[\w.]*)'/g)) (s.endsWith('.') || s.endsWith('_') ? begins : whole).add(s);
    for (const [, s] of text.matchAll(/`([a-z_]+\.[\w.]*)(?:\$\{[^`]*)?`/g)) begins.add(s);
    for (const [, s] of text.matchAll(/\$\{\w+\}(\.[\w.]+)`/g)) ends.add(s);
    for (const [, s] of text.matchAll(/'([a-z_]+\.[\w.]*)' \+/g)) begins.add(s);
  }
  return { whole, begins, ends };
}

function words() {
  const langs = readdirSync(join(here, 'words')).sort(), all = Object.fromEntries(langs.map((l) => [l, table(l)])), bad = [], { whole, begins, ends } = asked();
  const plural = /\.(zero|one|two|few|many|other)$/, one = (k) => k.replace(plural, '');
  const keys = new Set(langs.flatMap((l) => [...all[l].keys()])), stems = new Set([...keys].map(one)), views = new Set([...keys].map((k) => k.split('.')[0]));
  for (const l of langs) {
    // A language has the plurals that it needs; what it must have is `other`.
    const mine = new Set([...all[l].keys()].map(one));
    for (const k of stems) if (!mine.has(k)) bad.push(`${l} lacks ${k}`);
    for (const [k, v] of all[l]) {
      if (plural.test(k) && !all[l].has(one(k) + '.other') && !all[l].has(one(k))) bad.push(`${l}: ${one(k)} has no "other"`);
      const fill = (t) => [...new Set([...(t ?? '').matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort().join(), en = all.en.get(k) ?? all.en.get(one(k) + '.other');
      if (typeof v !== 'string' || (!v && l !== 'en')) bad.push(`${l}: ${k} is empty`);
      else if (en && fill(v) !== fill(en) && !plural.test(k)) bad.push(`${l}: ${k} fills in {${fill(v)}}, en {${fill(en)}}`);
    }
  }
  for (const k of whole) if (views.has(k.split('.')[0]) && !keys.has(k) && !stems.has(k) && !/\.(css|json|svg|csv|html)$/.test(k)) bad.push(`no language has ${k}, which a source asks for`);
  for (const k of stems) if (!whole.has(k) && ![...begins].some((b) => k.startsWith(b)) && ![...ends].some((e) => k.endsWith(e))) bad.push(`nobody asks for ${k}`);
  for (const b of bad) console.error(b);
  return { failed: bad.length, said: `${stems.size} words in ${langs.length} languages` };
}

if (what !== 'types' && what !== 'words') {
  console.error('usage: check.mjs types|words [PACKAGES]');
  process.exit(2);
}
const { failed, said } = what === 'types' ? types() : words();
console.log(`${what}: ${said}, ${failed} to mend`);
process.exit(failed ? 1 : 0);
