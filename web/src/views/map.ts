/** The map: where legs were seen, and where not. The table under it says the same in words, and is the way in for whoever cannot see or
 *  point: what is chosen there is chosen on the map. */
import { get } from '../api';
import { clear, h, s, tell, type Child } from '../dom';
import { number, share } from '../format';
import { keep, refs } from '../grade';
import { DASH, MapDraw, type Flown, type Place } from '../mapdraw';
import { clock, DAY, dateOf, head, instant, many, msOf, select, settle, shortDay, sign, term, tick, unknown, when } from '../parts';
import { Plane, type End, type Gap, type GapOf, type LonLat, type PartOf } from '../plane';
import { table as tableOf, type Column } from '../table';
import { param, setParams } from '../url';
import type { Ctx, View } from '../view';
import { token, w } from '../words';

interface EndOf {
  utc: string | null;
  low: string | null;
  high: string | null;
  status: string;
  airport: string | null;
  off_field?: boolean;
  confidence: number | null;
  candidates?: { airport: string; weight: number }[];
}
interface Leg {
  id: string;
  icao24: string | null;
  registration: string | null;
  type: string | null;
  callsign: string | null;
  off: EndOf;
  on: EndOf;
  confidence: number | null;
  points: number | null;
  gap_max_s: number | null;
  gaps: (GapOf & { p_stop: number | null })[];
  parts?: { lonlat: LonLat[]; utc: string[] | null }[];
  slot: string | null;
  flags: string[];
  source: string | null;
  ref: string[];
}
interface PlaceOf {
  name: string;
  town: string;
  lat: number;
  lon: number;
}
interface Corridor {
  id: string;
  origin: string;
  destination: string;
  origin_place: PlaceOf | null;
  destination_place: PlaceOf | null;
  distance_km: number | null;
  from: string;
  to: string;
  by_slot: { id: string; date: string; flight: string | null; state: string; states: string[]; cover: string; future: boolean }[];
  legs: Leg[];
  coverage: { sources: { source: string; what: string; days: { date: string; state: string; note: string | null }[] }[] };
}
interface Tracks {
  legs: { leg: string; parts: { gap: string | null; line: [number, number, number | null][] }[] }[];
}
interface Row {
  leg: Leg;
  flown: Flown;
  day: string | null;
}

const POINTS = 30000; // of all tracks, from the server; more cannot be told apart on a screen
const GAPS: Gap[] = ['coverage hole', 'receiver edge', 'transponder off', 'unknown'];
const ENDS: End[] = ['seen', 'inferred', 'lost', 'edge'];
const BEAT = 900; // ms a step of "play"

const timeOf = (end: EndOf): string | null => end.utc ?? end.high ?? end.low;
const endOf = (end: EndOf): End => ((ENDS as string[]).includes(end.status) ? (end.status as End) : 'unsaid');
const nameOf = (leg: Leg): string => leg.callsign?.trim() || leg.registration || leg.icao24 || w('token.unknown');

/** Parts of a leg: the thinned tracks of the server where it has them, else those of the answer. */
function partsOf(leg: Leg, thinned: Map<string, Tracks['legs'][number]>): PartOf[] {
  const parts = (thinned.get(leg.id) ?? thinned.get(leg.id.slice(0, 7)))?.parts.filter((p) => p.line.length);
  if (!parts?.some((p) => p.gap === null)) return (leg.parts ?? []).map((p) => ({ gap: null, lonlat: p.lonlat, ms: p.utc ? p.utc.map((u) => Date.parse(u)) : null }));
  return parts.map((p) => ({ gap: p.gap, lonlat: p.line.map((at) => [at[0], at[1]] as LonLat), ms: p.line.map((at) => at[2] ?? NaN) }));
}

export const map: View = async (root, ctx) => {
  const [answer, tracks] = await Promise.all([get<{ corridors: Corridor[] }>('/api/answer'), get<Tracks>('/api/tracks', { points: POINTS }).catch(() => ({ legs: [] }))]);
  if (!ctx.live()) return;
  const thinned = new Map(tracks.legs.map((leg) => [leg.leg, leg]));
  const drawable = (c: Corridor) => c.origin_place && c.destination_place;
  const corridors = answer.corridors;
  if (!corridors.length) return void clear(root, head('map'), h('p', { class: 'none' }, w('map.no_corridor')));
  const room = h('div');
  const open = (c: Corridor, fresh: boolean): void => {
    const pick = select(w('map.corridor'), corridors.map((o) => [o.id, `${o.id}: ${o.origin_place?.town ?? o.origin} – ${o.destination_place?.town ?? o.destination}`]), c.id, (id) => {
      setParams({ corridor: id, day: null, leg: null, step: null, x: null, y: null, z: null });
      open(corridors.find((o) => o.id === id)!, true);
      room.querySelector('select')?.focus();
    });
    if (!drawable(c)) clear(room, h('div', { class: 'tools' }, pick), h('p', { class: 'none' }, w('map.no_place', { corridor: c.id })));
    else clear(room, new CorridorMap(c, thinned, ctx, pick, fresh).nodes());
  };
  clear(root, head('map'), room);
  open(corridors.find((c) => c.id === param('corridor')) ?? corridors.find((c) => drawable(c) && c.legs.length) ?? corridors.find(drawable) ?? corridors[0]!, false);
};

class CorridorMap {
  private readonly rows: Row[];
  private readonly flown: Flown[];
  private readonly byDay = new Map<string, Row[]>();
  private readonly days: string[];
  private readonly draw: MapDraw;
  private readonly stop = new AbortController();
  private step: 'leg' | 'day' = param('step') === 'day' || param('day') ? 'day' : 'leg';
  private day = param('day');
  private leg = param('leg');
  private labels = param('labels') !== '0';
  private timer: ReturnType<typeof setInterval> | undefined;
  private listed: Row[] | null = null;

  private readonly status = h('p', { class: 'map-status' });
  private readonly noLegs = h('p', { class: 'none' }, w('map.no_legs_here'));
  private readonly reading = h('p', { class: 'reading', 'aria-hidden': 'true' });
  private readonly slider = h('input', { type: 'range', min: 0, step: 1, id: 'map-time', oninput: () => this.go(Number(this.slider.value)) });
  private readonly now = h('output', { for: 'map-time' });
  private readonly play = h('button', { type: 'button', 'aria-pressed': 'false', onclick: () => (this.timer ? this.rest() : this.run()) }, w('map.play'));
  private readonly frame: HTMLElement & { map?: MapDraw };
  private readonly labelTick: HTMLLabelElement;
  private readonly table;

  constructor(private readonly c: Corridor, thinned: Map<string, Tracks['legs'][number]>, ctx: Ctx, private readonly pick: HTMLElement, private readonly fresh: boolean) {
    const from = c.origin_place!, to = c.destination_place!;
    const plane = new Plane([from.lon, from.lat], [to.lon, to.lat]);
    const places: Place[] = [{ at: [from.lon, from.lat], name: from.town, code: c.origin, to: false }, { at: [to.lon, to.lat], name: to.town, code: c.destination, to: true }];
    this.rows = [...c.legs].sort((a, b) => (timeOf(a.off) ?? '9').localeCompare(timeOf(b.off) ?? '9')).map((leg, i) => ({
      leg, day: (timeOf(leg.off) ?? timeOf(leg.on))?.slice(0, 10) ?? null,
      flown: { id: leg.id, number: i + 1, trail: plane.trail(partsOf(leg, thinned), leg.gaps), off: endOf(leg.off), on: endOf(leg.on), label: nameOf(leg) },
    }));
    this.flown = this.rows.map((r) => r.flown);
    for (const row of this.rows) if (row.day) this.byDay.set(row.day, [...(this.byDay.get(row.day) ?? []), row]);
    this.days = daysOf(c, this.byDay);
    this.draw = new MapDraw(plane, places, {
      km: (n) => w('map.km', { n: number(n) }),
      gap: (g) => (g.minutes === null ? term('gap', g.kind) : `${term('gap', g.kind)}, ${w('map.min', { n: number(g.minutes) })}`),
    });
    this.draw.canvas.setAttribute('role', 'img');
    this.frame = h('div', { class: 'map', tabindex: 0, role: 'group', 'aria-label': w('map.label'), 'aria-describedby': 'map-keys', onkeydown: (e: KeyboardEvent) => this.arrows(e) },
      this.draw.canvas,
      h('div', { class: 'map-signs' }, sign('+', w('map.zoom_in'), () => this.draw.zoom(1.5)), sign('−', w('map.zoom_out'), () => this.draw.zoom(1 / 1.5)), sign('⤢', w('map.whole'), () => this.draw.move(this.draw.fit()))),
      this.reading);
    this.frame.map = this.draw; // for whoever measures
    this.labelTick = tick(w('map.labels'), this.labels, (on) => this.label(on));
    // On a phone a row is a card, and each figure needs its name beside it.
    const columns = this.columns().map((c) => (c.header || c.key === 'n' ? c : { ...c, cell: (r: Row): Child => [h('span', { class: 'cell-name' }, `${c.title}: `), c.cell(r)] }));
    this.table = tableOf<Row>('legs', w('map.table'), columns, (row) => this.choose(row.leg.id));
    this.watch();
    gestures(this.frame, this.draw, this.stop.signal, (found) => { this.reading.textContent = found ? `${found.flown.label}${found.ms === null ? '' : ` · ${instant(found.ms)}`}` : ''; }, (id) => this.choose(id));
    ctx.keys(this.keys());
    ctx.onLeave(() => { this.rest(); this.stop.abort(); });
    this.show(false);
  }

  nodes(): Child[] {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches, bare = this.rows.filter((r) => !r.flown.trail.parts.length).length;
    const steps = h('fieldset', { class: 'choice' }, h('legend', null, w('map.step')), (['leg', 'day'] as const).map((key) =>
      h('label', { class: 'row' }, h('input', { type: 'radio', name: 'map-step', value: key, checked: this.step === key, onchange: () => this.by(key) }), w(`map.step_${key}`))));
    return [
      h('div', { class: 'tools' }, this.pick, this.labelTick),
      h('div', { class: 'map-row' },
        h('div', { class: 'map-main' }, this.frame,
          h('div', { class: 'map-time' }, steps, sign('‹', w('map.back'), () => this.go(this.at() - 1)), h('label', { class: 'vh', for: 'map-time' }, w('map.time')), this.slider,
            sign('›', w('map.on'), () => this.go(this.at() + 1)), calm ? null : this.play, this.now)),
        h('aside', { class: 'map-side', 'aria-label': w('map.key') }, this.status, legend(this.rows), h('p', { class: 'src', id: 'map-keys' }, w('map.keys')))),
      h('h2', null, w('map.table')),
      h('p', { class: 'unit' }, w('map.table_about'), bare ? ` ${many('map.bare', bare)}` : null),
      this.table.element, this.noLegs,
      h('p', { class: 'src' }, w('map.source')),
    ];
  }

  // ---- what is chosen ----

  private last(): number { return this.step === 'day' ? this.days.length : this.rows.length; }
  private at(): number { return this.step === 'day' ? this.days.indexOf(this.day ?? '') + 1 : this.rows.findIndex((r) => r.leg.id === this.leg) + 1; }
  private go(i: number): void {
    const to = Math.max(0, Math.min(this.last(), i));
    this.day = this.step === 'day' && to ? this.days[to - 1]! : null;
    this.leg = this.step === 'leg' && to ? this.rows[to - 1]!.leg.id : null;
    this.show();
  }
  private by(step: 'leg' | 'day'): void {
    const row = this.rows.find((r) => r.leg.id === this.leg);
    this.step = step;
    this.day = step === 'day' ? row?.day ?? null : null;
    this.show();
  }
  private choose(id: string | null): void {
    this.leg = this.leg === id ? null : id;
    const day = this.rows.find((r) => r.leg.id === this.leg)?.day;
    if (this.day && day) this.day = day;
    this.show();
  }
  private label(on: boolean): void {
    this.labels = on;
    this.labelTick.querySelector('input')!.checked = on;
    this.show(false);
  }
  private clear(): void {
    this.rest();
    this.leg = this.day = null;
    this.draw.move(this.draw.fit());
    this.show();
  }
  private run(): void {
    this.play.setAttribute('aria-pressed', 'true');
    clear(this.play, w('map.stop'));
    if (this.at() >= this.last()) this.go(0);
    this.timer = setInterval(() => (this.at() >= this.last() ? this.rest() : this.go(this.at() + 1)), BEAT);
  }
  private rest(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.play.setAttribute('aria-pressed', 'false');
    clear(this.play, w('map.play'));
  }

  /** All of it anew: picture, slider, words, table, address. */
  private show(said = true): void {
    const day = this.step === 'day' ? this.day : null, row = this.rows.find((r) => r.leg.id === this.leg) ?? null;
    const visible = day ? this.byDay.get(day) ?? [] : this.rows;
    this.draw.shown = day ? visible.map((r) => r.flown) : this.flown;
    this.draw.chosen = row?.flown ?? null;
    this.draw.labels = this.labels;
    this.draw.draw();
    const words = described(this.c, day, row, this.rows, visible);
    this.slider.max = String(this.last());
    this.slider.value = String(this.at());
    this.slider.setAttribute('aria-valuetext', words.brief);
    clear(this.now, words.brief);
    clear(this.status, words.full);
    this.draw.canvas.setAttribute('aria-label', `${w('map.picture', { corridor: this.c.id })} ${this.status.textContent}`);
    if (said) tell(this.status.textContent ?? '');
    if (this.listed === null || this.listed.length !== visible.length || this.listed.some((r, i) => r !== visible[i])) this.table.show((this.listed = visible));
    this.noLegs.hidden = visible.length > 0;
    this.mark();
    setParams({ corridor: this.fresh ? this.c.id : param('corridor'), step: this.step === 'day' ? 'day' : null, day: this.day, leg: this.leg, labels: this.labels ? null : '0' });
  }

  /** The chosen row: pressed, and in sight when the table is long and in its own order. */
  private mark(): void {
    const box = this.table.element, i = (this.listed ?? []).findIndex((r) => r.leg.id === this.leg);
    if (i >= 0 && !param('legs.sort') && (this.listed?.length ?? 0) > 200) {
      const tall = box.querySelector<HTMLElement>('tbody tr[data-i]')?.offsetHeight || 37;
      if (i * tall < box.scrollTop || i * tall > box.scrollTop + box.clientHeight - 3 * tall) box.scrollTop = Math.max(0, i * tall - box.clientHeight / 2);
    }
    for (const b of box.querySelectorAll<HTMLElement>('button.pick')) {
      const on = b.dataset.leg === this.leg;
      b.setAttribute('aria-pressed', String(on));
      b.closest('tr')?.classList.toggle('chosen', on);
    }
  }

  private columns(): Column<Row>[] {
    const pick = (r: Row) => h('button', { type: 'button', class: 'pick', 'data-leg': r.leg.id, 'aria-pressed': String(r.leg.id === this.leg), onclick: () => this.choose(r.leg.id) }, nameOf(r.leg));
    return [
      { key: 'n', title: w('map.col_n'), right: true, cell: (r: Row) => number(r.flown.number), sort: (r: Row) => r.flown.number },
      { key: 'leg', title: w('map.col_leg'), header: true, cell: pick, sort: (r: Row) => nameOf(r.leg) },
      { key: 'off', title: w('map.col_off'), cell: (r: Row) => endCell(r.leg.off), sort: (r: Row) => timeOf(r.leg.off) },
      { key: 'on', title: w('map.col_on'), cell: (r: Row) => endCell(r.leg.on), sort: (r: Row) => timeOf(r.leg.on) },
      { key: 'craft', title: w('map.col_craft'), cell: (r: Row) => [r.leg.registration ?? unknown(), ' ', h('span', { class: 'soft' }, [r.leg.type, r.leg.icao24].filter(Boolean).join(' · '))], sort: (r: Row) => r.leg.registration },
      { key: 'slot', title: w('map.col_slot'), cell: (r: Row) => (r.leg.slot ? h('a', { href: keep(`/slots?slot=${encodeURIComponent(r.leg.slot)}`) }, r.leg.slot.replace(`${this.c.id} `, '')) : h('span', { class: 'soft' }, w('map.no_slot'))), sort: (r: Row) => r.leg.slot },
      { key: 'gaps', title: w('map.col_gaps'), cell: (r: Row) => gapCell(r.leg), sort: (r: Row) => r.leg.gap_max_s },
      { key: 'sure', title: w('map.col_sure'), right: true, cell: (r: Row) => share(r.leg.confidence), sort: (r: Row) => r.leg.confidence },
      { key: 'ref', title: w('map.col_rows'), cell: (r: Row) => refs(r.leg.ref, 2) }];
  }

  // ---- the window ----

  private keys(): { key: string; help: string; run: () => void }[] {
    const move = (dx: number, dy: number) => () => this.draw.pan(dx, dy);
    return [
      { key: 'q', help: w('map.zoom_out'), run: () => this.draw.zoom(1 / 1.3) }, { key: 'e', help: w('map.zoom_in'), run: () => this.draw.zoom(1.3) },
      { key: 'w', help: w('map.up'), run: move(0, 60) }, { key: 'a', help: w('map.left'), run: move(60, 0) }, { key: 's', help: w('map.down'), run: move(0, -60) }, { key: 'd', help: w('map.right'), run: move(-60, 0) },
      { key: '[', help: w('map.back'), run: () => this.go(this.at() - 1) }, { key: ']', help: w('map.on'), run: () => this.go(this.at() + 1) },
      { key: 'l', help: w('map.labels'), run: () => this.label(!this.labels) }, { key: 'Escape', help: w('map.clear'), run: () => this.clear() }, { key: 'c', help: w('map.clear'), run: () => this.clear() }];
  }
  private arrows(event: KeyboardEvent): void {
    const way = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (!way || event.target !== this.frame) return;
    event.preventDefault();
    this.draw.pan(way[0]!, way[1]!);
  }

  /** Size, colours and place follow the page; the place is kept in the address. */
  private watch(): void {
    const { draw, frame } = this, signal = this.stop.signal;
    let placed = false;
    const sizes = new ResizeObserver(() => {
      const width = Math.floor(frame.clientWidth);
      if (!width) return;
      draw.size(width, Math.round(Math.min(innerHeight * 0.66, width < 620 ? width * 0.92 : width * 0.62)));
      if (placed) return;
      placed = true;
      const z = this.fresh ? 0 : Number(param('z'));
      draw.move(z > 0 ? { k: z, x: Number(param('x')) || 0, y: Number(param('y')) || 0 } : draw.fit());
      draw.moved = settle(250, () => {
        if (signal.aborted) return;
        const at = draw.window, whole = Math.abs(at.k / draw.fit().k - 1) < 1e-3 && Math.hypot(at.x, at.y) * at.k < 1;
        setParams(whole ? { z: null, x: null, y: null } : { z: Number(at.k.toPrecision(4)), x: Math.round(at.x), y: Math.round(at.y) });
      });
    });
    sizes.observe(frame);
    const looks = new MutationObserver(() => draw.restyle());
    looks.observe(document.documentElement, { attributes: true });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => draw.restyle(), { signal });
    signal.addEventListener('abort', () => { sizes.disconnect(); looks.disconnect(); });
    this.table.element.addEventListener('scroll', () => requestAnimationFrame(() => this.mark0()), { passive: true, signal });
  }
  /** Rows drawn by scrolling are marked too. */
  private mark0(): void {
    for (const b of this.table.element.querySelectorAll<HTMLElement>('button.pick')) b.closest('tr')?.classList.toggle('chosen', b.dataset.leg === this.leg);
  }
}

/** Days from the first to the last of the period, and those of legs outside it. */
function daysOf(c: Corridor, byDay: Map<string, Row[]>): string[] {
  const out = new Set<string>(byDay.keys()), from = msOf(c.from), to = msOf(c.to);
  for (let ms = from; ms <= to && ms - from < 4000 * DAY; ms += DAY) out.add(dateOf(ms));
  return [...out].sort();
}

function endCell(end: EndOf): Child {
  const at = timeOf(end), place = end.airport ?? (end.off_field ? w('map.off_field') : null), rivals = end.candidates?.filter((x) => x.airport !== end.airport).slice(0, 3) ?? [];
  return [at ? [when(at.slice(0, 10)), ` ${clock(at)}, `] : null, place ? h('b', null, place) : unknown(), ', ', term('end', end.status),
    rivals.length ? h('span', { class: 'soft' }, ` (${rivals.map((x) => `${x.airport} ${share(x.weight)}`).join(', ')})`) : null];
}

function gapCell(leg: Leg): Child {
  if (!leg.gaps.length) return leg.gap_max_s === null ? unknown() : h('span', { class: 'soft' }, w('map.no_gap'));
  return leg.gaps.map((g, i) => [i ? '; ' : null, `${term('gap', g.class)} ${clock(g.from)}–${clock(g.to)}`]);
}

/** What is on the map, in words; that of a day says who was watching too. */
function described(c: Corridor, date: string | null, row: Row | null, rows: Row[], visible: Row[]): { brief: string; full: Child[] } {
  const full: Child[] = date ? dayWords(c, date, visible) : row ? [] : [h('b', null, many('map.all', rows.length)), '. ', rows.length ? allWords(rows) : w('map.nothing_tracked')];
  if (row) full.push(date ? h('br') : null, legWords(row));
  const brief = date ? `${shortDay(date)}: ${many('map.tracked', visible.length)}` : row ? `${row.flown.number}/${rows.length}: ${nameOf(row.leg)}${row.day ? `, ${shortDay(row.day)}` : ''}` : many('map.all', rows.length);
  return { brief, full };
}
function dayWords(c: Corridor, date: string, visible: Row[]): Child[] {
  const slots = c.by_slot.filter((x) => x.date === date);
  const cover = c.coverage.sources.flatMap((x) => x.days.filter((d) => d.date === date).map((d) => `${x.source}: ${term('cover', d.state)}${d.note ? ` (${d.note})` : ''}`));
  return [h('b', null, shortDay(date)), '. ', visible.length ? many('map.tracked', visible.length) : w('map.none_tracked'), '. ',
    slots.length ? `${many('map.slots', slots.length)}: ${slots.map((x) => `${x.flight ?? w('map.no_number')}, ${token(x.state)}`).join('; ')}. ` : `${w('map.no_slots')}. `,
    cover.length ? `${w('map.watching')} ${cover.join('; ')}.` : w('map.nobody'), visible.length ? null : [' ', h('b', null, w('map.not_no_flight'))]];
}
function allWords(rows: Row[]): string {
  const blind = rows.filter((r) => [r.leg.off.status, r.leg.on.status].some((x) => x === 'lost' || x === 'edge')).length;
  return `${many('map.stretches', rows.reduce((n, r) => n + r.leg.gaps.length, 0))} ${many('map.blind', blind)}`;
}
function legWords(row: Row): Child[] {
  const { leg } = row, silent = Math.round(leg.gaps.reduce((sum, g) => sum + Date.parse(g.to) - Date.parse(g.from), 0) / 60000);
  const gaps = leg.gaps.length ? many('map.silent', leg.gaps.length, { minutes: number(silent) }) : leg.gap_max_s === null ? w('map.gaps_unknown') : w('map.never_silent');
  return [h('b', null, `${row.flown.number}. ${nameOf(leg)}`), row.day ? `, ${shortDay(row.day)}. ` : '. ',
    w('map.from_to', { from: leg.off.airport ?? w('map.nowhere'), off: term('end', leg.off.status), to: leg.on.airport ?? w('map.nowhere'), on: term('end', leg.on.status) }),
    ' ', gaps, row.flown.trail.parts.length ? null : ` ${w('map.no_way')}`];
}

/** Only what the legs have. */
function legend(rows: Row[]): HTMLElement {
  const gaps = new Set(rows.flatMap((r) => r.flown.trail.silences.map((x) => x.kind))), ends = new Set(rows.flatMap((r) => [r.flown.off, r.flown.on]));
  const item = (text: string, ...shapes: Child[]) => h('li', null, s('svg', { viewBox: '0 0 44 12', 'aria-hidden': 'true' }, shapes), text);
  const mark: Record<string, () => Child> = {
    seen: () => s('circle', { class: 'endseen', cx: 22, cy: 6, r: 3.6 }), inferred: () => s('circle', { class: 'endring', cx: 22, cy: 6, r: 3.6 }),
    lost: () => s('path', { class: 'endtick', d: 'M28 1L20 6L28 11' }), edge: () => s('path', { class: 'endbar', d: 'M22 0V12' }) };
  return h('ul', { class: 'legend' },
    rows.length ? item(w('map.key_seen'), s('path', { class: 'trail', d: 'M1 6H43' })) : null,
    GAPS.filter((g) => gaps.has(g)).map((g) => item(w(`map.key_${g.replace(/ /g, '_')}`), s('path', { class: 'gap', d: 'M1 6H43', 'stroke-dasharray': DASH[g].join(' ') }))),
    ENDS.filter((e) => ends.has(e)).map((e) => item(w(`map.end_${e}`), s('path', { class: 'trail', d: 'M1 6H20' }), mark[e]!())),
    item(w('map.key_circle'), s('path', { class: 'circle', d: 'M1 6H43' }), s('path', { class: 'arrow', d: 'M28 6L18 2V10Z' })));
}

/** Drag, wheel (with Ctrl, or when the map has the focus, so that the page still scrolls), two fingers, click. */
function gestures(frame: HTMLElement, draw: MapDraw, signal: AbortSignal, read: (found: { flown: Flown; ms: number | null } | null) => void, choose: (id: string | null) => void): void {
  const canvas = draw.canvas, fingers = new Map<number, [number, number]>();
  let begun: [number, number] = [0, 0], dragged = false;
  const at = (event: MouseEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const move = (event: PointerEvent): void => {
    const now = at(event), was = fingers.get(event.pointerId);
    if (!was) {
      const found = draw.hit(...now);
      canvas.classList.toggle('on-leg', !!found);
      return read(found);
    }
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const a = Math.hypot(was[0] - other[0], was[1] - other[1]);
      if (a > 10) draw.zoom(Math.hypot(now[0] - other[0], now[1] - other[1]) / a, [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
      dragged = true;
    } else if (dragged || Math.hypot(now[0] - begun[0], now[1] - begun[1]) > 4) {
      dragged = true;
      draw.pan(now[0] - was[0], now[1] - was[1]);
    }
    fingers.set(event.pointerId, now);
  };
  const up = (event: PointerEvent): void => {
    if (event.type === 'pointerup' && !dragged && fingers.size === 1) choose(draw.hit(...at(event))?.flown.id ?? null);
    fingers.delete(event.pointerId);
  };
  canvas.addEventListener('pointerdown', (event) => { begun = at(event); dragged = fingers.size > 0; fingers.set(event.pointerId, begun); canvas.setPointerCapture(event.pointerId); }, { signal });
  canvas.addEventListener('pointermove', move, { signal });
  canvas.addEventListener('pointerup', up, { signal });
  canvas.addEventListener('pointercancel', up, { signal });
  canvas.addEventListener('pointerleave', () => read(null), { signal });
  canvas.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !frame.contains(document.activeElement)) return;
    event.preventDefault();
    draw.zoom(Math.exp(-event.deltaY / 400), at(event));
  }, { passive: false, signal });
}
