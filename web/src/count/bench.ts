/** The bench: one annotator, one photograph or video. What others marked is not shown before this one has saved. */
import { get } from '../api';
import { clear, h, tell } from '../dom';
import { number, share } from '../format';
import { keep } from '../grade';
import { many, select, sign } from '../parts';
import { param, setParams } from '../url';
import type { Ctx } from '../view';
import { w } from '../words';
import { isMarked, isPicture, kindOf, type Medium } from './media';
import { Work, type Frame } from './model';
import { saving, type Own } from './saving';
import { stage, type Tool } from './stage';

interface Marks { media: string; annotator: string | null; done: boolean; own: (Own & { frames: any[] }) | null; others: number; count: Medium['count'] }
interface Moment { t_ms: number; scene: boolean }

export async function bench(root: HTMLElement, ctx: Ctx, prefix: string): Promise<void> {
  const media = await get<Medium[]>('/api/media');
  if (!ctx.live()) return;
  const m = media.find((x) => x.sha256.startsWith(prefix));
  if (!m || prefix.length < 6) throw new Error(w('count.notfound', { sha: prefix }));
  if (!isMarked(m)) throw new Error(w('count.notseen'));
  const by = param('by');
  if (!by || !/^[A-Za-z0-9._-]{1,32}$/.test(by)) { who(root, ctx, m, by); return; }
  const every = Number(param('every')) || 5;
  const [marks, moments] = await Promise.all([get<Marks>('/api/marks/' + m.sha256, { annotator: by }), isPicture(m) ? [{ t_ms: 0, scene: false }] : get<Moment[]>('/api/frames/' + m.sha256, { every })]);
  if (!ctx.live()) return;
  await open(root, ctx, m, by, marks, moments, every);
}

/** First of all, who: marks are kept apart by annotator. */
function who(root: HTMLElement, ctx: Ctx, m: Medium, was: string | null): void {
  const input: HTMLInputElement = h('input', { type: 'text', name: 'by', maxlength: 32, required: true, autocomplete: 'off', spellcheck: 'false', value: was ?? '', 'aria-describedby': 'by-help' });
  const wrong = h('p', { class: 'refused', role: 'alert' });
  clear(root, h('p', { class: 'kicker' }, kindOf(m), ' · ', h('code', null, m.sha256.slice(0, 16))), h('h1', null, w('count.who')), h('p', { class: 'intro', id: 'by-help' }, w('count.who.about')),
    h('form', { class: 'tools', onsubmit: (e: Event) => {
      e.preventDefault();
      const v = input.value.trim();
      if (!/^[A-Za-z0-9._-]{1,32}$/.test(v)) { wrong.textContent = w('count.who.wrong'); input.setAttribute('aria-invalid', 'true'); input.focus(); return; }
      setParams({ by: v }, true);
      ctx.go(location.pathname + location.search);
    } }, h('label', null, w('count.pseudonym'), input), h('button', { type: 'submit', class: 'main' }, w('count.begin'))), wrong);
  input.focus();
}

const clockOf = (ms: number): string => { const s = ms / 1000, mm = Math.floor(s / 60), ss = s - 60 * mm; return `${mm}:${ss < 10 ? '0' : ''}${Number.isInteger(ss) ? ss : ss.toFixed(1)}`; };

async function open(root: HTMLElement, ctx: Ctx, m: Medium, by: string, marks: Marks, moments: Moment[], every: number): Promise<void> {
  const work = new Work(), moving = !isPicture(m);
  if (marks.own) work.load(marks.own.frames);
  const times = [...new Set([...moments.map((x) => x.t_ms), ...(marks.own?.frames ?? []).map((f: { t_ms: number }) => f.t_ms)])].sort((x, y) => x - y), cuts = new Set(moments.filter((x) => x.scene).map((x) => x.t_ms));
  if (!times.length) times.push(0);
  let t = times.includes(Number(param('t'))) ? Number(param('t')) : times[0]!, ghostsOn = true, shown = 0;
  const ghosts = () => (ghostsOn && moving ? work.before(t)?.dots ?? [] : []);

  const big = h('output', { class: 'big', id: 'people' }), rest = h('p', { class: 'soft small' }), frameList = h('ol', { class: 'frames' }), regionList = h('div', { class: 'regions' });
  const place = h('p', { class: 'where', 'aria-hidden': 'true' });
  const s = stage(w('count.stage'), 'stage-help', {
    changed(next, what) { work.change(t, next); refresh(); if (what === 'region') setTool('person'); const n = work.sum(); tell(`${w('count.did.' + what)} ${many('count.people', n.people)}`); },
    selected(dot) { toggle.disabled = erase.disabled = !dot; toggle.setAttribute('aria-pressed', String(!!dot?.already)); },
    said(what, n, x, y) {
      const at = x === undefined || y === undefined ? '' : w('count.at', { x: Math.round(100 * x), y: Math.round(100 * y) });
      place.textContent = at;
      tell(what === 'corner' ? w('count.corner', { n }) : what === 'dot' ? w('count.dot', { n, at }) : what === 'empty' ? w('count.nodots') : at);
    },
    key: shortcut,
  });
  const button = (key: string, run: () => void, cls = ''): HTMLButtonElement => h('button', { type: 'button', class: cls || null, onclick: run }, w('count.' + key));
  const undo = button('undo', () => back(work.undo())), redo = button('redo', () => back(work.redo()));
  const erase = button('delete', () => s.remove()), toggle = h('button', { type: 'button', 'aria-pressed': 'false', onclick: () => s.toggle() }, w('count.toggle'));
  const shut = button('closeregion', () => { s.close(); setTool('person'); });
  const tools = h('fieldset', { class: 'choice toolset' }, h('legend', null, w('count.tool')), (['person', 'already', 'region'] as Tool[]).map((x) =>
    h('label', { class: 'row' }, h('input', { type: 'radio', name: 'tool', value: x, checked: x === 'person', onchange: () => setTool(x) }), h('span', { class: 'sign-' + x, 'aria-hidden': 'true' }), h('span', null, w('count.tool.' + x)))));
  function setTool(x: Tool): void {
    s.tool(x);
    for (const r of tools.querySelectorAll<HTMLInputElement>('input')) r.checked = r.value === x;
    shut.hidden = x !== 'region';
  }
  function back(at: number | null): void {
    if (at === null) { tell(w('count.nothing')); return; }
    if (at !== t) void turnTo(at); else s.update(work.at(t), ghosts());
    refresh();
    tell(many('count.people', work.sum().people));
  }
  function shortcut(e: KeyboardEvent): boolean {
    const ctrl = e.ctrlKey || e.metaKey, i = times.indexOf(t);
    if (ctrl && e.key.toLowerCase() === 'z') { back(e.shiftKey ? work.redo() : work.undo()); return true; }
    if (ctrl && e.key.toLowerCase() === 'y') { back(work.redo()); return true; }
    if (ctrl || e.altKey) return false;
    if (e.key === 'u') { back(work.undo()); return true; }
    if (e.key === 'y') { back(work.redo()); return true; }
    if (e.key === '1') { setTool('person'); return true; }
    if (e.key === '2') { setTool('already'); return true; }
    if (e.key === '3') { setTool('region'); return true; }
    if (e.key === '.' && times[i + 1] !== undefined) { void turnTo(times[i + 1]!); return true; }
    if (e.key === ',' && i > 0) { void turnTo(times[i - 1]!); return true; }
    return false;
  }

  /* ---- frames ---- */
  const failed = h('p', { class: 'refused', role: 'alert' });
  async function turnTo(at: number): Promise<void> {
    const my = ++shown, image = new Image();
    t = at;
    if (moving) setParams({ t: at });
    s.element.setAttribute('aria-busy', 'true');
    image.src = `/media/${m.sha256}?t=${at}`;
    try { await image.decode(); } catch { if (my === shown) { failed.textContent = m.kept === 'hash' ? w('count.onlyhash') : w('count.noframe'); s.element.setAttribute('aria-busy', 'false'); } return; }
    if (my !== shown || !ctx.live()) return;
    failed.textContent = '';
    work.looked(at, image.naturalWidth, image.naturalHeight);
    s.element.style.aspectRatio = `${image.naturalWidth} / ${image.naturalHeight}`;
    s.show(image, work.at(at), ghosts());
    s.element.setAttribute('aria-busy', 'false');
    refresh();
    if (moving) tell(w('count.frame.at', { t: clockOf(at) }));
  }
  function refresh(): void {
    const n = work.sum();
    big.textContent = number(n.people);
    rest.textContent = [n.already ? many('count.alreadies', n.already) : w('count.noalready'), many('count.regions', n.regions)].join('; ');
    undo.disabled = !work.canUndo;
    redo.disabled = !work.canRedo;
    panel.changed();
    if (moving) clear(frameList, ...times.map((at) => h('li', null, h('button', { type: 'button', class: 'bare', 'aria-current': at === t ? 'true' : null, onclick: () => void turnTo(at) },
      clockOf(at), cuts.has(at) ? ' · ' + w('count.cut') : ''), h('span', { class: 'num' }, work.at(at).dots.length ? number(work.at(at).dots.filter((d) => !d.already).length) : ''))));
    regions();
  }
  function regions(): void {
    const f = work.at(t), put = (next: Frame): void => { work.change(t, next); s.update(next, ghosts()); refresh(); };
    if (regionList.contains(document.activeElement) && (document.activeElement as HTMLElement).tagName === 'INPUT') return; /* someone types here */
    clear(regionList, f.regions.map((g, i) => h('p', { class: 'regionline' }, h('label', null, w('count.region.share', { n: i + 1 }), ' ', h('input', { type: 'number', min: 0, max: 100, step: 1, value: g.share === null ? '' : Math.round(100 * g.share), onchange: (e: Event) => {
      const v = (e.target as HTMLInputElement).value, now = work.at(t);
      put({ ...now, regions: now.regions.map((x, k) => (k === i ? { ...x, share: v === '' ? null : Math.min(1, Math.max(0, Number(v) / 100)) } : x)) });
      tell(w('count.region.said', { n: i + 1, share: v === '' ? w('token.unknown') : share(Number(v) / 100) }));
    } }), ' %'), h('button', { type: 'button', class: 'bare', onclick: () => { const now = work.at(t); put({ ...now, regions: now.regions.filter((_, k) => k !== i) }); s.element.focus(); } }, w('count.region.drop')))));
  }
  const panel = saving({ ctx, m, by, work, own: marks.own, others: marks.others, count: marks.count, wanted: param('slot') });
  const ghostTick = h('label', { class: 'row' }, h('input', { type: 'checkbox', checked: true, onchange: (e: Event) => { ghostsOn = (e.target as HTMLInputElement).checked; s.update(work.at(t), ghosts()); } }), w('count.ghosts'));
  const take = button('take', () => {
    const g = work.before(t)?.dots ?? [], f = work.at(t);
    if (!g.length) { tell(w('count.nodots')); return; }
    const next = { ...f, dots: [...f.dots, ...g.map((d) => ({ ...d, already: true }))] };
    work.change(t, next);
    s.update(next, ghosts());
    refresh();
    tell(many('count.taken', g.length));
  });
  const keysTable = [['1 2 3', 'count.key.tools'], ['← ↑ → ↓', 'count.key.move'], ['Enter', 'count.key.place'], ['[ ]', 'count.key.walk'], ['x', 'count.key.toggle'], ['Delete', 'count.key.delete'], ['u y', 'count.key.undo'], ['e q 0', 'count.key.zoom'], ['w a s d', 'count.key.pan'], ['c', 'count.key.close'], ...(moving ? [[', .', 'count.key.frames']] : [])] as [string, string][];
  clear(root, h('p', { class: 'kicker' }, h('a', { href: keep('/count') }, w('shell.nav.count')), ' · ', kindOf(m), ' · ', h('code', null, m.sha256.slice(0, 16))),
    h('h1', null, w('count.bench', { by })),
    h('div', { class: 'bench' },
      h('div', { class: 'easel' }, h('div', { class: 'tools' }, tools, toggle, erase, shut, h('span', { class: 'pair' }, undo, redo), h('span', { class: 'pair' }, sign('−', w('count.zoomout'), () => s.zoom(0.8)), sign('+', w('count.zoomin'), () => s.zoom(1.25)), button('fit', () => s.fit()))),
        s.element, failed, h('p', { class: 'help', id: 'stage-help' }, w('count.stage.help'), ' ', place),
        h('details', null, h('summary', null, w('count.keys')), h('dl', { class: 'keys' }, keysTable.map(([k, text]) => h('div', null, h('dt', null, k.split(' ').map((x, i) => [i ? ' ' : null, h('kbd', null, x)])), h('dd', null, w(text))))))),
      h('aside', { class: 'sidebar', 'aria-label': w('count.result') },
        h('section', null, h('h2', null, w('count.marked')), big, rest, h('p', { class: 'note' }, w('count.spread'))),
        moving ? h('section', null, h('h2', null, w('count.frames')), select(w('count.every'), ['1', '2', '5', '10', '30', '60'].map((x): [string, string] => [x, w('count.seconds', { n: x })]), String(every), (v) => { setParams({ every: v }); ctx.go(location.pathname + location.search); }), frameList, ghostTick, h('p', null, take)) : null,
        h('section', null, h('h2', null, w('count.regionhead')), regionList, h('p', { class: 'help' }, w('count.region.about'))),
        panel.element)));
  ctx.onLeave(leaving());
  function leaving(): () => boolean | void {
    const f = (): boolean | void => { if (work.unsaved && !window.confirm(w('count.leave'))) return false; s.stop(); return undefined; };
    (f as { unsaved?: () => boolean }).unsaved = () => work.unsaved;
    return f;
  }
  ctx.keys([{ key: 'b', help: w('count.key.stage'), run: () => s.element.focus() }, ...keysTable.map(([key, text]) => ({ key, help: w(text) }))]);
  setTool('person');
  refresh();
  await turnTo(t);
  if (ctx.live() && document.activeElement === document.body) s.element.focus();
}
