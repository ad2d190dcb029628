// What the tests of the page share: the real program serving a case, Debian's Chromium, and a watch over both.
// From the build: HEADCOUNT (the program), HEADCOUNT_NODE_MODULES (playwright-core, axe-core), HEADCOUNT_SOURCE; HEADCOUNT_CHROMIUM
// where it is not /usr/bin/chromium; HEADCOUNT_SHOTS: a folder for pictures of the views. A test fails on any error in the console,
// any error of the page, any breach of the policy and any request that leaves the address of the server.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';

export const source = resolve(process.env.HEADCOUNT_SOURCE ?? join(dirname(fileURLToPath(import.meta.url)), '../..'));
const modules = process.env.HEADCOUNT_NODE_MODULES ?? join(source, 'web/node_modules');
const chromiumPath = process.env.HEADCOUNT_CHROMIUM ?? '/usr/bin/chromium';
export const program = process.env.HEADCOUNT ?? join(source, 'build/release/src/cli/headcount');
/** The command that serves; another one than the program only while the page is being made. */
const server = (process.env.HEADCOUNT_SERVE ?? program).split(' ');
export const reference = join(source, 'examples/vladivostok-pyongyang');

/** Ends the test as skipped (77 to meson) where what it needs is not installed. */
export function need() {
  const why = !existsSync(chromiumPath) ? `${chromiumPath} is not there (Debian's package chromium)`
    : !existsSync(join(modules, 'playwright-core')) ? `playwright-core is not in ${modules} (tools/deps test)` : null;
  if (why) {
    console.log(`1..0 # SKIP ${why}`);
    process.exit(77);
  }
}

/** A folder of the test's own. */
export function folder(t) {
  const dir = mkdtempSync(join(tmpdir(), 'headcount-page-'));
  t.after(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  return dir;
}

/** The program, to its end. @returns stdout; a failure fails the test. */
export function cli(...args) {
  const r = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28, env: environment() });
  assert.equal(r.status, 0, `headcount ${args.join(' ')}: ${r.stderr || r.error}`);
  return r.stdout;
}
let authors = null;
function environment() {
  authors ??= mkdtempSync(join(tmpdir(), 'headcount-page-author-'));
  return { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8', HEADCOUNT_AUTHOR: process.env.HEADCOUNT_AUTHOR ?? join(authors, 'author.key') };
}
process.on('exit', () => { if (authors) rmSync(authors, { recursive: true, force: true }); });

/** A case with the reference rows, and more files on top. */
export function makeCase(dir, ...more) {
  const path = join(dir, 'reference.hc');
  cli('init', path);
  cli('import', path, reference, ...more);
  return path;
}

async function serve(t, path, flags) {
  const c = spawn(server[0], [...server.slice(1), 'serve', path, '--no-browser', ...flags], { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '', complained = '';
  c.stderr.on('data', (d) => { complained += d; });
  const ended = new Promise((ok) => c.on('close', (code, signal) => ok({ code, signal })));
  const link = await new Promise((ok, no) => {
    const late = setTimeout(() => no(new Error(`no link after 30 s: ${said}${complained}`)), 30000);
    c.stdout.on('data', (d) => { said += d; const m = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(said); if (m) { clearTimeout(late); ok(m[0]); } });
    ended.then(({ code }) => no(new Error(`serve ended with ${code}: ${complained}`)));
  });
  const stop = async () => { if (c.exitCode === null && c.signalCode === null) c.kill('SIGTERM'); return ended; };
  return { link, origin: new URL(link).origin, stop, complaints: () => complained };
}

/** Serves the case and opens it. `calm()` says that nothing went wrong so far; what a test provokes on purpose it names first. */
export async function open(t, path, { flags = [], width = 1440, height = 900, scheme = 'light', expect = [] } = {}) {
  const { chromium } = createRequire(join(modules, 'x.js'))('playwright-core');
  const s = await serve(t, path, flags), data = mkdtempSync(join(tmpdir(), 'headcount-chromium-')), wrong = [];
  const browser = await chromium.launchPersistentContext(data, { executablePath: chromiumPath, headless: true, viewport: { width, height }, colorScheme: scheme, timezoneId: 'UTC', locale: 'en-GB', reducedMotion: 'reduce',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'] });
  t.after(async () => {
    await browser.close().catch(() => {});
    await s.stop();
    rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });
  const watched = (kind, text) => { if (!expect.some((e) => e.test(text))) wrong.push(`${kind}: ${text}`); };
  const page = browser.pages()[0] ?? (await browser.newPage());
  page.setDefaultTimeout(60000);
  page.on('console', (m) => { if (['error', 'warning', 'assert'].includes(m.type())) watched('console', `${m.text()} ${m.location().url}`); });
  page.on('pageerror', (e) => watched('page', String(e.stack ?? e)));
  page.on('dialog', (d) => { if (d.type() !== 'confirm' && d.type() !== 'beforeunload') watched('dialog', d.message()); });
  browser.on('request', (q) => { if (!q.url().startsWith(s.origin + '/')) watched('request leaves', q.url()); });
  browser.on('page', (p) => { if (p !== page) watched('another window', p.url()); });
  await page.exposeBinding('policyBroken', (_, text) => watched('policy', text));
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (e) => globalThis.policyBroken(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile ?? ''}:${e.lineNumber ?? ''}`)));
  await page.goto(s.link);
  await shown(page);
  return { page, origin: s.origin, stop: s.stop, calm: () => assert.deepEqual(wrong, []), wrong,
    /** Goes to a path as a reader would who has the permalink. */
    go: async (to) => { await page.goto(s.origin + to); await shown(page); } };
}

/** Waits till a view is on screen. */
export async function shown(page, view) {
  await page.waitForSelector(view ? `main[data-ready="${view}"]` : 'main[data-ready]', { state: 'attached' });
}

let axe = null;
/** axe-core inside the page, by the debugger: the page's policy stays as it is. No serious or critical violation. */
export async function accessible(page, what) {
  axe ??= readFileSync(join(modules, 'axe-core/axe.min.js'), 'utf8');
  await page.evaluate(`${axe};0`);
  const found = await page.evaluate(async () => {
    const r = await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] });
    return r.violations.map((v) => ({ id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.slice(0, 4).map((n) => `${n.target.join(' ')}: ${n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? ''}`) }));
  });
  const bad = found.filter((v) => v.impact === 'serious' || v.impact === 'critical');
  for (const v of found) if (!bad.includes(v)) console.log(`# axe, ${what}: ${v.impact}: ${v.id}: ${v.help} (${v.nodes[0]})`);
  assert.deepEqual(bad, [], `axe finds on ${what}: ${JSON.stringify(bad, null, 1)}`);
}

/** Milliseconds from a deed in the page till the browser has drawn what came of it. `deed` runs inside the page. */
export async function drawn(page, deed, arg) {
  return page.evaluate(async ([f, a]) => {
    const t = performance.now();
    // the function's text comes from the test, through the debugger
    await globalThis[f](a);
    await new Promise((ok) => requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = ok; c.port2.postMessage(0); }));
    return performance.now() - t;
  }, [deed, arg]);
}

/** Files dropped on the page, as a browser does it: name, text. */
export async function drop(page, files) {
  const data = await page.evaluateHandle((list) => {
    const d = new DataTransfer();
    for (const { name, text, type } of list) d.items.add(new File([text], name, { type: type ?? 'text/csv' }));
    return d;
  }, files);
  for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('main', type, { dataTransfer: data });
}

export async function picture(page, name) {
  if (process.env.HEADCOUNT_SHOTS) await page.screenshot({ path: join(process.env.HEADCOUNT_SHOTS, name + '.png'), fullPage: true });
}
