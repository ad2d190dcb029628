/** What is dated, in lanes over one another: flights by state, counts, claims, rules, who watched, and when it was entered. A period is chosen with
 *  the pointer, the keys or two dates; the list beside it says the same in words. */
import { answer, get, type Answer, type Corridor } from '../api';
import { clear, h, s, tell, type Child } from '../dom';
import { number } from '../format';
import { keep, refs } from '../grade';
import { DAY, dateOf, head, many, msOf, select, settle, shortDay, term, when } from '../parts';
import { table, type Column } from '../table';
import { param, setParams } from '../url';
import type { View } from '../view';
import { token, w } from '../words';

interface Happened { lane: string; from: number; to: number; text: string; href: string | null; ref: string[]; shape: Shape; lang?: string }
type Shape = 'bar' | 'box' | 'diamond' | 'hollow' | 'flag' | 'span' | 'full' | 'part' | 'down';
interface Lane { key: string; label: string; list: Happened[]; tall: number }
interface Entry { seq: number; kind: string; hash: string; body: { at?: number; sheet?: string } }

const STATES = ['announced', 'seen', 'tracked', 'operated', 'cancelled', 'unknown'];
const COVER: Record<string, Shape> = { complete: 'full', watching: 'full', partial: 'part', suspect: 'part' };
const LABEL = 132, RIGHT = 14, AXIS = 24, LANE = 24, SLOT = 22, NARROW = 620;

export const timeline: View = async (root, ctx) => {
  const [a, entries] = await Promise.all([answer(), get<Entry[]>('/api/log', { limit: 2000 }).catch(() => get<Entry[]>('/api/log')).catch((): Entry[] => [])]);
  if (!ctx.live()) return;
  if (!a.corridors.length) return void clear(root, head('timeline'), h('p', { class: 'none' }, w('timeline.none')));
  const room = h('div');
  let line: Timeline | null = null;
  const open = (c: Corridor): void => {
    line?.end();
    line = new Timeline(a, c, entries, a.corridors.map((o): [string, string] => [o.id, o.id]), (id) => {
      setParams({ corridor: id, from: null, to: null });
      open(a.corridors.find((o) => o.id === id)!);
      room.querySelector('select')?.focus();
    });
    clear(room, line.nodes());
    ctx.keys(line.keys());
  };
  ctx.onLeave(() => line?.end());
  clear(root, head('timeline'), room);
  open(a.corridors.find((c) => c.id === param('corridor')) ?? a.corridors[0]!);
};

class Timeline {
  private readonly lanes: Lane[];
  private readonly whole: [number, number];
  private readonly period: [number, number];
  private now: [number, number];
  private width = 0;
  private readonly box = h('div', { class: 'lanes', tabindex: 0, role: 'group', 'aria-label': w('timeline.label'), 'aria-describedby': 'timeline-said timeline-keys', onkeydown: (e: KeyboardEvent) => this.key(e) });
  private readonly from = h('input', { type: 'date', onchange: () => this.dates() });
  private readonly to = h('input', { type: 'date', onchange: () => this.dates() });
  private readonly said = h('span', { class: 'said' });
  private readonly list;
  private readonly sizes = new ResizeObserver(() => { if (Math.abs(this.box.clientWidth - this.width) > 1) this.draw(); });
  private readonly later = settle(180, () => this.told());

  constructor(a: Answer, private readonly c: Corridor, entries: Entry[], private readonly corridors: [string, string][], private readonly change: (id: string) => void) {
    this.lanes = lanesOf(a, c, entries);
    this.period = [msOf(c.from), msOf(c.to) + DAY];
    const all = this.lanes.flatMap((l) => l.list);
    this.whole = all.reduce<[number, number]>(([x, y], e) => [Math.min(x, e.from), Math.max(y, Number.isFinite(e.to) ? e.to : e.from)], [...this.period]);
    const asked: [number, number] = [msOf(param('from') ?? ''), msOf(param('to') ?? '') + DAY];
    this.now = asked[0] < asked[1] ? asked : [...this.period];
    this.list = table<Happened>('timeline', w('timeline.list'), this.columns());
    this.sizes.observe(this.box);
  }
  end(): void { this.sizes.disconnect(); }

  nodes(): Child[] {
    this.brush();
    requestAnimationFrame(() => { this.draw(); this.told(false); });
    return [
      h('div', { class: 'tools' }, this.corridors.length > 1 ? select(w('map.corridor'), this.corridors, this.c.id, this.change) : null,
        h('label', null, w('timeline.from'), this.from), h('label', null, w('timeline.to'), this.to),
        h('button', { type: 'button', onclick: () => this.go(this.period) }, w('timeline.period')), h('button', { type: 'button', onclick: () => this.go(this.whole) }, w('timeline.all')), this.said),
      this.box, h('p', { class: 'src', id: 'timeline-keys' }, w('timeline.keys')),
      h('h2', null, w('timeline.list')), this.list.element];
  }
  keys(): { key: string; help: string; run: () => void }[] {
    return [
      { key: '+', help: w('timeline.closer'), run: () => this.zoom(0.6) }, { key: '-', help: w('timeline.farther'), run: () => this.zoom(1 / 0.6) },
      { key: '[', help: w('timeline.earlier'), run: () => this.shift(-0.25) }, { key: ']', help: w('timeline.later'), run: () => this.shift(0.25) },
      { key: 'c', help: w('timeline.period'), run: () => this.go(this.period) }];
  }

  // ---- the period ----

  private key(event: KeyboardEvent): void {
    if (event.target !== this.box) return;
    const deed: Record<string, () => void> = { ArrowLeft: () => this.shift(-0.1), ArrowRight: () => this.shift(0.1), ArrowUp: () => this.zoom(0.8), ArrowDown: () => this.zoom(1.25), Home: () => this.go(this.period), End: () => this.go(this.whole), Escape: () => this.go(this.period) };
    if (!deed[event.key]) return;
    event.preventDefault();
    deed[event.key]!();
  }
  private shift(by: number): void { const d = by * (this.now[1] - this.now[0]); this.go([this.now[0] + d, this.now[1] + d]); }
  private zoom(by: number): void { const m = (this.now[0] + this.now[1]) / 2, d = Math.max(3 * DAY, (this.now[1] - this.now[0]) * by) / 2; this.go([m - d, m + d]); }
  private dates(): void {
    const x = msOf(this.from.value), y = msOf(this.to.value) + DAY;
    if (x < y) this.go([x, y]);
  }
  private go(to: [number, number]): void {
    const days = [Math.floor(to[0] / DAY) * DAY, Math.ceil(to[1] / DAY) * DAY];
    this.now = [days[0]!, Math.max(days[1]!, days[0]! + DAY)];
    this.draw();
    this.later();
  }
  /** The list and the address, when the hand is still. */
  private told(aloud = true): void {
    const own = this.now[0] === this.period[0] && this.now[1] === this.period[1];
    setParams({ from: own ? null : dateOf(this.now[0]), to: own ? null : dateOf(this.now[1] - DAY) });
    this.from.value = dateOf(this.now[0]);
    this.to.value = dateOf(this.now[1] - DAY);
    const list = this.lanes.flatMap((l) => l.list).filter((e) => e.from < this.now[1] && e.to >= this.now[0]).sort((a, b) => a.from - b.from);
    this.list.show(list);
    const text = many('timeline.shown', list.length, { from: shortDay(dateOf(this.now[0])), to: shortDay(dateOf(this.now[1] - DAY)) });
    clear(this.said, text);
    if (aloud) tell(text);
  }
  private brush(): void {
    let begun: number | null = null, band: SVGElement | null = null;
    const x = (e: PointerEvent) => e.clientX - this.box.getBoundingClientRect().left;
    this.box.addEventListener('pointerdown', (e) => { if (e.button || (e.target as Element).closest('a') || x(e) < this.left()) return; begun = x(e); this.box.setPointerCapture(e.pointerId); });
    this.box.addEventListener('pointermove', (e) => {
      const svg = this.box.querySelector('svg');
      if (begun === null || !svg || Math.abs(x(e) - begun) < 4) return;
      band?.remove();
      band = s('rect', { class: 'band', x: Math.min(begun, x(e)), y: 0, width: Math.abs(x(e) - begun), height: svg.clientHeight });
      svg.append(band);
    });
    const up = (e: PointerEvent): void => {
      band?.remove();
      band = null;
      if (begun !== null && e.type === 'pointerup' && Math.abs(x(e) - begun) >= 4) this.go([this.time(Math.min(begun, x(e))), this.time(Math.max(begun, x(e)))]);
      begun = null;
    };
    this.box.addEventListener('pointerup', up);
    this.box.addEventListener('pointercancel', up);
  }

  // ---- the picture ----

  private left(): number { return this.width < NARROW ? 8 : Math.min(2 * LABEL, Math.max(LABEL, 7.2 * Math.max(...this.lanes.map((l) => l.label.length)) + 8)); }
  private x(ms: number): number { return this.left() + ((ms - this.now[0]) / (this.now[1] - this.now[0])) * (this.width - this.left() - RIGHT); }
  private time(x: number): number { return this.now[0] + ((x - this.left()) / (this.width - this.left() - RIGHT)) * (this.now[1] - this.now[0]); }

  private draw(): void {
    this.width = this.box.clientWidth;
    if (!this.width) return;
    const narrow = this.width < NARROW, above = narrow ? 15 : 0, shapes: Child[] = [];
    let y = AXIS;
    for (const lane of this.lanes) {
      const top = y + above, base = top + lane.tall;
      shapes.push(s('text', { class: narrow ? 'small' : 'lane', x: 0, y: narrow ? y + 12 : top + lane.tall / 2 + 4 }, lane.label), s('path', { class: 'rule', d: `M${this.left()} ${base + 0.5}H${this.width - RIGHT}` }), this.marks(lane, top, base));
      y = base + 8;
    }
    const height = y + 13;
    const asof = this.x(msOf(this.c.as_of) + DAY);
    clear(this.box, s('svg', { viewBox: `0 0 ${this.width} ${height}`, width: this.width, height, class: 'w', 'aria-hidden': 'true' },
      this.axis(height), asof > this.left() && asof < this.width - RIGHT ? [s('path', { class: 'asof', d: `M${asof.toFixed(1)} ${AXIS}V${height}` }), s('text', { class: `tick${asof > this.width - 110 ? ' e' : ''}`, x: asof + (asof > this.width - 110 ? -4 : 4), y: height - 2 }, w('timeline.as_of'))] : null, shapes), h('p', { class: 'vh', id: 'timeline-said' }, this.spoken()));
  }

  private spoken(): string {
    return this.lanes.map((l) => `${l.label}: ${number(l.list.filter((e) => e.from < this.now[1] && e.to >= this.now[0]).length)}`).join('; ');
  }

  /** Months, quarters or years: as many names as there is room for. */
  private axis(height: number): Child {
    const span = this.now[1] - this.now[0], room = (this.width - this.left()) / 74, out: Child[] = [];
    const first = new Date(this.now[0]), steps = [1 / 4, 1 / 2, 1, 2, 3, 6, 12, 24, 60, 120, 240], step = steps.find((m) => span / (m * 30.4 * DAY) <= room) ?? 240;
    const put = (ms: number, text: string): void => { const x = this.x(ms); if (x >= this.left() && x <= this.width - RIGHT - 10) out.push(s('path', { class: 'rule', d: `M${x.toFixed(1)} ${AXIS - 6}V${height}` }), s('text', { class: 'tick', x: x + 3, y: 13 }, text)); };
    if (step < 1) {
      const days = step === 1 / 4 ? 7 : 14, monday = Math.ceil((this.now[0] / DAY + 3) / 7) * 7 * DAY - 3 * DAY;
      for (let ms = monday; ms < this.now[1]; ms += days * DAY) put(ms, shortDay(dateOf(ms)).replace(/ ?\d{4}.*$/, ''));
    } else
      for (let m = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step; ; m += step) {
        const ms = Date.UTC(Math.floor(m / 12), m % 12, 1);
        if (ms >= this.now[1]) break;
        put(ms, step >= 12 ? String(Math.floor(m / 12)) : shortDay(dateOf(ms)).replace(/^1[. ]+/, ''));
      }
    return out;
  }

  private marks(lane: Lane, top: number, base: number): Child {
    const shown = lane.list.filter((e) => e.from < this.now[1] && e.to >= this.now[0]), before = lane.list.filter((e) => e.to < this.now[0]), after = lane.list.filter((e) => e.from >= this.now[1]);
    const out: Child[] = STATES.includes(lane.key) || lane.key === 'entries' ? this.stacks(lane, shown, top, base) : [...shown.map((e) => this.shape(e, top, base)), ...this.heaps(shown, top, base)];
    // What lies outside of the window is said at its edges: an empty lane would look as if nothing were known.
    if (!shown.length && before.length) out.push(s('text', { class: 'tick', x: this.left() + 4, y: base - 5 }, `← ${many('timeline.before', before.length, { day: shortDay(dateOf(Math.max(...before.map((e) => e.from)))) })}`));
    if (!shown.length && after.length) out.push(s('text', { class: 'tick e', x: this.width - RIGHT - 2, y: base - 5 }, `${many('timeline.after', after.length, { day: shortDay(dateOf(Math.min(...after.map((e) => e.from)))) })} →`));
    if (!lane.list.length) out.push(s('text', { class: 'tick', x: this.left() + 4, y: base - 5 }, w(lane.key === 'cover' ? 'timeline.nobody' : 'timeline.lane_empty')));
    return out;
  }

  /** A bar for each day, or for as many days as are three pixels wide; its height says how many. */
  private stacks(lane: Lane, shown: Happened[], top: number, base: number): Child[] {
    const bins = new Map<number, Happened[]>(), days = Math.max(1, Math.ceil(3 / Math.max(1e-6, this.x(DAY) - this.x(0)))), size = days * DAY;
    for (const e of shown) { const k = Math.floor(e.from / size) * size; bins.set(k, [...(bins.get(k) ?? []), e]); }
    const most = Math.max(1, ...[...bins.values()].map((b) => b.length)), wide = Math.max(2, Math.min(14, this.x(size) - this.x(0) - 0.8));
    return [...bins].map(([k, list]) => {
      const tall = Math.max(3, ((base - top) * list.length) / Math.max(most, 2)), day = `${shortDay(dateOf(k))}: ${list.length === 1 ? list[0]!.text : number(list.length)}`;
      return s('rect', { class: `mark-${lane.key}`, x: this.x(k).toFixed(1), y: (base - tall).toFixed(1), width: wide.toFixed(1), height: tall.toFixed(1) }, s('title', null, day));
    });
  }

  /** Marks that lie on each other are counted. */
  private heaps(shown: Happened[], top: number, base: number): Child[] {
    const at = new Map<number, number>();
    for (const e of shown) if (e.shape === 'diamond' || e.shape === 'hollow') { const x = Math.round(this.x(e.from) / 9) * 9; at.set(x, (at.get(x) ?? 0) + 1); }
    return [...at].filter(([, n]) => n > 1).map(([x, n]) => s('text', { class: 'tick', x: x + 10, y: (top + base) / 2 + 4 }, `× ${number(n)}`));
  }

  private shape(e: Happened, top: number, base: number): Child {
    const x = this.x(Math.max(e.from, this.now[0] - DAY)), to = Math.min(this.width - RIGHT, this.x(Math.min(e.to, this.now[1]))), y = (top + base) / 2, title = s('title', null, `${shortDay(dateOf(e.from))}: ${e.text}`);
    const body = (): Child => {
      switch (e.shape) {
        case 'diamond': return s('path', { class: 'happened', d: `M${x} ${y - 6}L${x + 6} ${y}L${x} ${y + 6}L${x - 6} ${y}Z` });
        case 'hollow': return s('path', { class: 'happened hollow', d: `M${x} ${y - 6}L${x + 6} ${y}L${x} ${y + 6}L${x - 6} ${y}Z` });
        case 'flag': return s('path', { class: 'happened claim-flag', d: `M${x} ${base}V${top + 2}L${x + 9} ${top + 6}L${x} ${top + 10}` });
        case 'box': return s('rect', { class: 'happened', x: x - 4, y: y - 5, width: Math.max(9, to - x), height: 10 });
        case 'span': return s('path', { class: 'span-line', d: `M${Math.max(this.left(), x)} ${y}H${to}M${Math.max(this.left(), x)} ${y - 4}V${y + 4}` });
        default: return s('rect', { class: `cover-${e.shape}`, x: Math.max(this.left(), x).toFixed(1), y: top + 3, width: Math.max(1.5, to - Math.max(this.left(), x)).toFixed(1), height: base - top - 6 });
      }
    };
    return e.href ? s('a', { href: e.href, tabindex: -1 }, title, body()) : s('g', null, title, body());
  }

  private columns(): Column<Happened>[] {
    const label = (e: Happened) => this.lanes.find((l) => l.key === e.lane)?.label ?? e.lane;
    return [
      { key: 'date', title: w('timeline.col_date'), cell: (e) => [when(dateOf(e.from)), e.to === Infinity ? ' –' : e.to - e.from > DAY ? [' – ', when(dateOf(e.to - 1))] : null], sort: (e) => e.from },
      { key: 'lane', title: w('timeline.col_what'), header: true, cell: (e) => [sign(e), label(e)], sort: label },
      { key: 'text', title: w('timeline.col_text'), wide: true, cell: (e) => (e.href ? h('a', { href: e.href, lang: e.lang ?? null }, e.text) : h('span', { lang: e.lang ?? null }, e.text)) },
      { key: 'ref', title: w('map.col_rows'), cell: (e) => refs(e.ref, 3) }];
  }
}

const sign = (e: Happened): HTMLElement => h('span', { class: `g-mark g-${STATES.includes(e.lane) || e.lane === 'entries' ? e.lane : e.shape}`, 'aria-hidden': 'true' });

function lanesOf(a: Answer, c: Corridor, entries: Entry[]): Lane[] {
  const out: Lane[] = STATES.map((state) => ({ key: state, label: token(state), tall: SLOT, list: c.by_slot.filter((x) => x.states.includes(state) || x.state === state).map((x) => ({
    lane: state, from: msOf(x.date), to: msOf(x.date) + DAY - 1, text: [x.flight ?? w('map.no_number'), x.states.map(token).join(', '), x.conflict ? w('timeline.conflict') : null].filter(Boolean).join(' · '), href: keep(`/slots?slot=${encodeURIComponent(x.id)}`), ref: x.ref, shape: 'bar' as Shape })) }));
  const span = (from: string | null, to: string | null): [number, number] => [msOf(from ?? to!), msOf(to ?? from!) + DAY - 1];
  out.push({ key: 'counts', label: w('timeline.counts'), tall: LANE, list: a.counts.filter((x) => x.corridor === c.id && (x.date || x.from || x.to)).map((x) => {
    const [from, to] = span(x.date ?? x.from, x.date ?? x.to);
    return { lane: 'counts', from, to, text: `${x.best ?? x.low ?? x.high ?? '?'} · ${token(x.method)} · ${w(x.used ? 'timeline.used' : 'timeline.not_used')}`, href: keep(`/e/${x.row}`), ref: [x.row], shape: x.date ? (x.used ? 'diamond' : 'hollow') : 'span' };
  }) });
  out.push({ key: 'claims', label: w('timeline.claims'), tall: LANE, list: a.claims.filter((x) => x.made_on && (!x.corridor || x.corridor === c.id)).map((x) => ({
    lane: 'claims', from: msOf(x.made_on), to: msOf(x.made_on) + DAY - 1, text: `${x.speaker ?? w('token.unknown')}: ${x.text ?? ''}${x.status === 'standing' ? '' : ` (${term('status', x.status)})`}`, href: keep(`/claims?q=${encodeURIComponent(x.id)}`), ref: [x.row], shape: x.status === 'standing' ? 'diamond' : 'hollow' })) });
  out.push({ key: 'rules', label: w('timeline.rules'), tall: LANE, list: a.rules.flatMap((x): Happened[] => {
    const name = `${x.document}${x.paragraph ? `, ${x.paragraph}` : ''}`, href = keep(`/rules?id=${encodeURIComponent(x.id)}`), base = { lane: 'rules', href, ref: [x.row] };
    return [...(x.from ? [{ ...base, from: msOf(x.from), to: msOf(x.from) + DAY - 1, text: `${name}: ${w('timeline.begins')}`, shape: 'box' as Shape }] : []), ...(x.until ? [{ ...base, from: msOf(x.until), to: msOf(x.until) + DAY - 1, text: `${name}: ${w('timeline.deadline')}`, shape: 'flag' as Shape }] : [])];
  }) });
  const cover = (c.coverage?.sources ?? []) as { source: string; what: string; days: { date: string; state: string; note: string | null }[]; ref: string[] }[];
  if (!cover.length) out.push({ key: 'cover', label: w('timeline.cover'), tall: LANE, list: [] });
  for (const x of cover) out.push({ key: `cover-${x.source}-${x.what}`, label: `${w('timeline.cover')}: ${x.source}`, tall: LANE, list: runs(x, `cover-${x.source}-${x.what}`) });
  out.push({ key: 'entries', label: w('timeline.entries'), tall: SLOT, list: entered(entries) });
  return out;
}

/** Days of one state in a row are one stretch. */
function runs(x: { days: { date: string; state: string; note: string | null }[]; ref: string[] }, lane: string): Happened[] {
  const out: Happened[] = [];
  let state = '';
  for (const d of x.days) {
    const ms = msOf(d.date), last = out[out.length - 1];
    if (last && state === `${d.state}|${d.note}` && Math.abs(last.to + 1 - ms) < 2) { last.to = ms + DAY - 1; continue; }
    state = `${d.state}|${d.note}`;
    out.push({ lane, from: ms, to: ms + DAY - 1, text: term('cover', d.state) + (d.note ? `: ${d.note}` : ''), href: null, ref: x.ref, shape: COVER[d.state] ?? 'down' });
  }
  return out;
}

/** Entries that bear a time, and the rows that came with them: by the file before them. */
function entered(entries: Entry[]): Happened[] {
  let at: number | null = null;
  const out: Happened[] = [];
  for (const e of [...entries].sort((a, b) => a.seq - b.seq)) {
    at = typeof e.body?.at === 'number' ? e.body.at : at;
    if (at !== null) out.push({ lane: 'entries', from: at, to: at, text: `${number(e.seq)} · ${term('kind', e.kind)}${e.body.sheet ? ` · ${e.body.sheet}` : ''}`, href: keep(`/e/${e.hash.slice(0, 12)}`), ref: [], shape: 'bar' });
  }
  return out;
}
