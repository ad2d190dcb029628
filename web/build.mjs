// build.mjs OUT: the page as three files, index.html, app.js and app.css. Same inputs, same bytes.
// The words of one language are one object in the bundle; words/LANG/VIEW.json are its parts. DEPFILE gets what the three were made of,
// in make's words: files, and the folders whose new files would count.
import { readdirSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { land } from './land.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const [out, packages = here, depfile, house = resolve(here, '../src/report/chart.css')] = process.argv.slice(2);
if (!out) {
  console.error('usage: build.mjs OUT [PACKAGES [DEPFILE [CSS]]]: PACKAGES holds node_modules, CSS is what page and report share');
  process.exit(2);
}
const need = createRequire(join(resolve(packages), 'package.json'));
const esbuild = need('esbuild');

function words() {
  const all = {};
  for (const lang of readdirSync(join(here, 'words')).sort()) {
    all[lang] = {};
    for (const f of readdirSync(join(here, 'words', lang)).sort())
      for (const [key, text] of Object.entries(JSON.parse(readFileSync(join(here, 'words', lang, f), 'utf8')))) {
        const name = f.replace(/\.json$/, '') + '.' + key;
        all[lang][name] = text;
      }
  }
  return all;
}

const generated = {
  name: 'generated',
  setup(build) {
    build.onResolve({ filter: /^virtual:/ }, (a) => ({ path: a.path, namespace: 'generated' }));
    build.onLoad({ filter: /^virtual:land$/, namespace: 'generated' }, () => ({ contents: JSON.stringify(land(join(resolve(packages), 'node_modules/world-atlas'))), loader: 'json' }));
    build.onLoad({ filter: /^virtual:words$/, namespace: 'generated' }, () => ({ contents: JSON.stringify(words()), loader: 'json' }));
  },
};

mkdirSync(out, { recursive: true });
const made = await esbuild.build({
  entryPoints: [join(here, 'src/main.ts')],
  outfile: join(out, 'app.js'),
  bundle: true, minify: true, format: 'iife', target: 'es2022', charset: 'utf8', legalComments: 'none', logLevel: 'warning',
  nodePaths: [join(resolve(packages), 'node_modules')],
  plugins: [generated],
  metafile: true,
});
const own = ['app.css', ...readdirSync(join(here, 'css')).sort().map((f) => join('css', f))];
const css = esbuild.transformSync([readFileSync(house, 'utf8'), ...own.map((f) => readFileSync(join(here, f), 'utf8'))].join('\n'),
  { loader: 'css', minify: true, charset: 'utf8', legalComments: 'none' });
writeFileSync(join(out, 'app.css'), css.code);
writeFileSync(join(out, 'index.html'), readFileSync(join(here, 'index.html')));

if (depfile) {
  const langs = readdirSync(join(here, 'words')).map((l) => join(here, 'words', l));
  const folders = [join(here, 'css'), join(here, 'words'), ...langs], files = Object.keys(made.metafile.inputs).filter((f) => !f.startsWith('generated:')).map((f) => resolve(f));
  const all = [...files, ...folders, ...folders.flatMap((d) => readdirSync(d).map((f) => join(d, f))), ...['app.css', 'index.html', 'build.mjs', 'land.mjs'].map((f) => join(here, f)),
    join(resolve(packages), 'node_modules/world-atlas/package.json'), house];
  writeFileSync(depfile, `${join(out, 'index.html')}: ${[...new Set(all)].sort().map((f) => f.replace(/ /g, '\\ ')).join(' ')}\n`);
}
