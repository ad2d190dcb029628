/** The shell: which view the address means, the bar above it, the keys. */
import { get, readOnly, type Case } from './api';
import { clear, h, tell } from './dom';
import { keep } from './grade';
import { languageName, languages, lang, w } from './words';
import type { Ctx, View } from './view';
import { answer } from './views/answer';
import { slots } from './views/slots';
import { map } from './views/map';
import { timeline } from './views/timeline';
import { claims } from './views/claims';
import { checks } from './views/checks';
import { rules } from './views/rules';
import { hypotheses } from './views/hypotheses';
import { evidence } from './views/evidence';
import { estimates } from './views/estimates';
import { count } from './views/count';
import { enter } from './views/enter';
import { dropAnywhere } from './drop';

/** A view, its path and the key that follows `g`. */
const views: { name: string; path: string; key: string; view: View; writes?: boolean }[] = [
  { name: 'answer', path: '/', key: 'a', view: answer },
  { name: 'slots', path: '/slots', key: 's', view: slots },
  { name: 'map', path: '/map', key: 'm', view: map },
  { name: 'timeline', path: '/timeline', key: 't', view: timeline },
  { name: 'claims', path: '/claims', key: 'c', view: claims },
  { name: 'checks', path: '/checks', key: 'k', view: checks },
  { name: 'rules', path: '/rules', key: 'r', view: rules },
  { name: 'hypotheses', path: '/hypotheses', key: 'h', view: hypotheses },
  { name: 'evidence', path: '/evidence', key: 'e', view: evidence },
  { name: 'estimates', path: '/estimates', key: 'd', view: estimates },
  { name: 'count', path: '/count', key: 'n', view: count, writes: true },
  { name: 'enter', path: '/enter', key: 'i', view: enter, writes: true },
];

const main = h('main', { id: 'main', tabindex: '-1' }), nav = h('nav', { 'aria-label': w('shell.views') }), brand = h('div', { class: 'brand' });
const help = h('dialog', { class: 'help', 'aria-labelledby': 'help-title' });
let turn = 0, leaving: (() => boolean | void)[] = [], own: { key: string; help: string; run?: () => void }[] = [], last = location.href;

function here(): { v: (typeof views)[number]; rest: string[] } {
  const parts = location.pathname.split('/').filter(Boolean).map((p) => { try { return decodeURIComponent(p); } catch { return p; } });
  if (parts[0] === 'e') return { v: views.find((x) => x.name === 'evidence')!, rest: parts.slice(1) };
  const v = views.find((x) => x.path === '/' + (parts[0] ?? ''));
  return { v: v ?? views[0]!, rest: parts.slice(1) };
}

function leave(): boolean {
  for (const f of leaving) if (f() === false) return false;
  leaving = [];
  return true;
}

async function show(): Promise<void> {
  const my = ++turn, { v, rest } = here(), root = h('div', { class: 'view view-' + v.name });
  own = [];
  last = location.href;
  document.documentElement.lang = lang();
  document.title = `${w('shell.nav.' + v.name)} · headcount`;
  clear(nav, h('ul', null, views.filter((x) => !x.writes || !readOnly()).map((x) => h('li', null,
    h('a', { href: keep(x.path), 'aria-current': x === v ? 'page' : null, title: w('shell.key', { key: 'g ' + x.key }) }, w('shell.nav.' + x.name))))));
  const wait = setTimeout(() => { if (my === turn && !root.hasChildNodes()) root.append(h('p', { class: 'waiting' }, w('shell.waiting'))); }, 300);
  clear(main, root);
  const ctx: Ctx = { rest, live: () => my === turn, onLeave: (f) => leaving.push(f), keys: (list) => { own = list; }, go };
  try {
    await v.view(root, ctx);
    root.querySelector('.waiting')?.remove();
    if (my === turn) { main.dataset.ready = v.name; tell(w('shell.shown', { view: w('shell.nav.' + v.name) })); }
  } catch (e) {
    if (my === turn) clear(root, h('h1', null, w('shell.nav.' + v.name)), h('p', { class: 'refused', role: 'alert' }, e instanceof Error ? e.message : String(e)));
    if (!(e instanceof Error && 'status' in e)) console.error(e);
  } finally { clearTimeout(wait); }
}

function go(path: string): void {
  if (!leave()) return;
  delete main.dataset.ready;
  history.pushState(null, '', path);
  window.scrollTo(0, 0);
  main.focus({ preventScroll: true });
  void show();
}

function helpOpen(): void {
  const { v } = here(), line = (key: string, text: string) => h('div', null, h('dt', null, key.split(' ').map((k, i) => [i ? ' ' : null, h('kbd', null, k)])), h('dd', null, text));
  clear(help, h('h2', { id: 'help-title' }, w('shell.help')),
    own.length ? [h('h3', null, w('shell.nav.' + v.name)), h('dl', { class: 'keys' }, own.map((k) => line(k.key, k.help)))] : null,
    h('h3', null, w('shell.everywhere')), h('dl', { class: 'keys' }, line('?', w('shell.help.this')), line('/', w('shell.search')), line('Esc', w('shell.escape')),
      views.filter((x) => !x.writes || !readOnly()).map((x) => line('g ' + x.key, w('shell.nav.' + x.name)))),
    h('h3', null, w('shell.tables')), h('dl', { class: 'keys' }, line('↑ ↓', w('shell.rows')), line('Home End', w('shell.ends')), line('Enter', w('shell.open'))),
    h('form', { method: 'dialog' }, h('button', { type: 'submit', autofocus: true }, w('shell.close'))));
  help.showModal();
}

let before = '';
function key(e: KeyboardEvent): void {
  const t = e.target;
  if (e.ctrlKey || e.metaKey || e.altKey || help.open || !(t instanceof Element) || t.closest('input, textarea, select, [contenteditable], dialog')) return;
  const mine = own.find((k) => k.key === e.key);
  if (before === 'g') {
    before = '';
    const v = views.find((x) => x.key === e.key && (!x.writes || !readOnly()));
    if (v) { e.preventDefault(); go(keep(v.path)); return; }
  }
  if (e.key === 'g' && !mine) { before = 'g'; setTimeout(() => { before = ''; }, 1500); return; }
  if (e.key === '?') { e.preventDefault(); helpOpen(); return; }
  if (e.key === '/') { const f = main.querySelector<HTMLElement>('input[type="search"]'); if (f) { e.preventDefault(); f.focus(); } return; }
  if (mine?.run) { e.preventDefault(); mine.run(); } /* one without a deed is the view's own affair, and only listed */
}

function click(e: MouseEvent): void {
  const a = (e.target as Element).closest('a');
  if (!a || e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey || a.hasAttribute('target') || a.hasAttribute('download')) return;
  const href = a.getAttribute('href') ?? '';
  if (!href.startsWith('/') || /^\/(report\.html|export|chart|api|media)/.test(href)) return;
  e.preventDefault();
  go(href);
}

function languagePicker(): HTMLElement {
  return h('select', { 'aria-label': w('shell.language'), onchange: (e: Event) => {
    const q = new URLSearchParams(location.search), l = (e.target as HTMLSelectElement).value;
    if (l === 'en') q.delete('lang'); else q.set('lang', l);
    location.assign(location.pathname + (q.toString() ? '?' + q : ''));
  } }, languages.map((l) => h('option', { value: l, lang: l, selected: l === lang() }, languageName[l])));
}

async function start(): Promise<void> {
  document.body.append(
    h('a', { class: 'skip', href: '#main', onclick: (e: Event) => { e.preventDefault(); main.focus(); } }, w('shell.skip')),
    h('header', { class: 'bar' }, brand, nav), main, h('footer', { class: 'foot' }, h('p', null, w('shell.foot'))), help,
    h('div', { id: 'live', class: 'vh', 'aria-live': 'polite', role: 'status' }));
  clear(brand, h('b', null, 'headcount'));
  document.addEventListener('keydown', key);
  document.addEventListener('click', click);
  window.addEventListener('popstate', () => {
    const asked = location.href;
    if (asked.split('#')[0] === last.split('#')[0]) return;
    if (!leave()) { history.pushState(null, '', last); return; }
    delete main.dataset.ready;
    void show();
  });
  window.addEventListener('beforeunload', (e) => { if (leaving.some((f) => f.length === 0 && (f as { unsaved?: () => boolean }).unsaved?.())) e.preventDefault(); });
  void show();
  try {
    const c = await get<Case>('/api/case');
    clear(brand, h('b', null, 'headcount'), h('span', null, w('shell.case') + ' ', h('b', null, c.case)), readOnly() ? h('span', { class: 'readonly' }, w('shell.readonly')) : null,
      h('span', { class: 'right' }, h('a', { href: '/report.html' }, w('shell.report')), languagePicker(), h('button', { type: 'button', class: 'plain', 'aria-label': w('shell.help'), onclick: helpOpen }, '?')));
  } catch (e) {
    clear(brand, h('b', null, 'headcount'), h('span', { class: 'refused' }, e instanceof Error ? e.message : ''));
  }
  if (!readOnly()) dropAnywhere(go);
}

void start();
