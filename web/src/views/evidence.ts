/** The ledger: every entry in order, one entry by its hash, and whether all of it still fits together. */
import { answer, get, post, Refused, text, type Answer } from '../api';
import { clear, h, tell, type Child } from '../dom';
import { number } from '../format';
import { keep, refs } from '../grade';
import { head, instant, many, select, term, unknown } from '../parts';
import { table, type Column } from '../table';
import { param, setParams } from '../url';
import type { Ctx, View } from '../view';
import { lang, w } from '../words';

type Body = Record<string, unknown>;
interface Entry { author: string; seq: number; kind: string; prev: string; hash: string; body: Body }
interface Line { entry: Entry; at: number | null }
interface Verdict { verified: boolean; entries: number; authors: number; seals: number; blobs: number; head: string; chains: { author: string; entries: number; signed: number; checkpoint: string }[]; author: string | null; entry: number | null; reason: string | null }
interface Step { step: string; what: string; row: string | null; body: unknown }

const PAGE = 1000; // entries a request; the server gives 10,000 at most

export const evidence: View = (root, ctx) => (ctx.rest[0] ? one(root, ctx, ctx.rest[0]) : all(root, ctx));

/** Entries of the ledger, the newest first, page by page. A program without pages gives all at once. */
async function* log(size = PAGE): AsyncGenerator<Entry[]> {
  for (let after = 0; ; after += size) {
    const asked = await get<Entry[]>('/api/log', { limit: size, after: after || null }).catch((e: unknown) => {
      if (e instanceof Refused && !after) return null;
      throw e;
    });
    yield asked ?? (await get<Entry[]>('/api/log'));
    if (!asked || asked.length < size) return;
  }
}

/** When: of the entry itself, else of the file that it came with (entries before it in the chain). */
function timed(entries: Entry[]): Line[] {
  const at = new Map<string, number>();
  return [...entries].sort((a, b) => (a.author < b.author ? -1 : a.author > b.author ? 1 : a.seq - b.seq)).map((entry) => {
    if (typeof entry.body?.at === 'number') at.set(entry.author, entry.body.at);
    return { entry, at: at.get(entry.author) ?? null };
  });
}

// ---- all entries ----

async function all(root: HTMLElement, ctx: Ctx): Promise<void> {
  const count = h('span', { class: 'said' }), t = table<Line>('entries', w('evidence.title'), columns(), (line) => ctx.go(keep(`/e/${line.entry.hash.slice(0, 12)}`)));
  const search = h('input', { type: 'search', value: param('q') ?? '', oninput: () => { setParams({ q: search.value }); draw(); } });
  let lines: Line[] = [];
  const draw = (): void => {
    const q = search.value.trim().toLowerCase(), shown = lines.filter((l) => !q || l.entry.hash.startsWith(q) || String(l.entry.body.row_id ?? '').startsWith(q) || brief(l.entry).toLowerCase().includes(q)).reverse();
    t.show(shown);
    clear(count, many('evidence.shown', shown.length, { of: number(lines.length) }));
  };
  const entries: Entry[] = [], fill = (): void => {
    const k = param('kind');
    lines = timed(entries).filter((l) => !k || l.entry.kind === k);
    draw();
  };
  let built = false;
  for await (const page of log()) { // the first page is shown at once, the rest comes while one reads
    if (!ctx.live()) return;
    entries.push(...page);
    if (!built) {
      const kinds = [...new Set(entries.map((e) => e.kind))].sort();
      clear(root, head('evidence'), proof(ctx), h('h2', null, w('evidence.entries')),
        h('div', { class: 'tools' }, h('label', null, w('evidence.search'), search), select(w('evidence.kind'), [['', w('evidence.every')], ...kinds.map((k): [string, string] => [k, term('kind', k)])], param('kind') ?? '', (v) => { setParams({ kind: v }); fill(); tell(count.textContent ?? ''); }), count), t.element);
      built = true;
    }
    fill();
  }
}

function columns(): Column<Line>[] {
  return [
    { key: 'seq', title: w('evidence.col_seq'), right: true, cell: (l) => number(l.entry.seq), sort: (l) => l.entry.seq },
    { key: 'hash', title: w('evidence.col_hash'), header: true, cell: (l) => h('a', { href: keep(`/e/${l.entry.hash.slice(0, 12)}`), class: 'hash' }, l.entry.hash.slice(0, 12)) },
    { key: 'kind', title: w('evidence.kind'), cell: (l) => term('kind', l.entry.kind), sort: (l) => l.entry.kind },
    { key: 'what', title: w('evidence.col_what'), wide: true, cell: (l) => brief(l.entry) },
    { key: 'at', title: w('evidence.col_at'), cell: (l) => (l.at === null ? unknown() : instant(l.at)), sort: (l) => l.at },
    { key: 'author', title: w('evidence.col_author'), cell: (l) => h('code', { title: l.entry.author }, l.entry.author.slice(0, 8)), sort: (l) => l.entry.author }];
}

/** What is in it, in a line. */
function brief(e: Entry): string {
  const b = e.body, row = b.row as Body | undefined, said = (x: unknown) => typeof x === 'string' || typeof x === 'number';
  if (row) return [b.sheet, row.id ?? row.registration ?? row.icao24 ?? row.source, row.date ?? row.from].filter(said).join(' · ');
  if (e.kind === 'file') return [b.format, Array.isArray(b.sheets) ? b.sheets.join(', ') : null, typeof b.bytes === 'number' ? many('evidence.bytes', b.bytes) : null].filter(Boolean).join(' · ');
  return Object.entries(b).filter(([k, v]) => k !== 'at' && (typeof v === 'string' || typeof v === 'number') && !/^[0-9a-f]{64}$/.test(String(v))).map(([k, v]) => `${k} ${v}`).join(' · ').slice(0, 160);
}

// ---- verify ----

function proof(ctx: Ctx): HTMLElement {
  const out = h('div', { class: 'verdict-box', role: 'status', 'aria-live': 'polite' }), button = h('button', { type: 'button', class: 'main', onclick: () => void run() }, w('evidence.verify'));
  const show = h('button', { type: 'button', onclick: () => void checkpoint() }, w('evidence.checkpoint')), box = h('div');
  const run = async (): Promise<void> => {
    button.disabled = true;
    clear(out, h('p', null, w('evidence.verifying')));
    try {
      const v = await post<Verdict>('/api/verify');
      if (ctx.live()) clear(out, verdict(v));
    } catch (e) {
      clear(out, h('p', { class: 'refused' }, e instanceof Error ? e.message : String(e)));
    } finally { button.disabled = false; }
  };
  const checkpoint = async (): Promise<void> => {
    try {
      const v = await text('/api/checkpoint');
      clear(box, copyable(v));
      box.querySelector('button')?.focus();
    } catch (e) { clear(box, h('p', { class: 'refused', role: 'alert' }, e instanceof Error ? e.message : String(e))); }
  };
  return h('section', { class: 'proof-box', 'aria-label': w('evidence.verify') }, h('div', { class: 'tools' }, button, show), out, box);
}

function verdict(v: Verdict): Child {
  return [h('p', { class: v.verified ? 'verified' : 'refused' }, h('b', null, w(v.verified ? 'evidence.verified' : 'evidence.broken')), ' ',
    v.verified ? `${many('evidence.n_entries', v.entries)}, ${many('evidence.n_authors', v.authors)}, ${many('evidence.n_signed', v.chains.reduce((n, c) => n + c.signed, 0))}.` : [v.reason ?? '', v.entry === null ? null : ` ${w('evidence.at_entry', { n: number(v.entry) })}`]),
  h('p', { class: 'unit' }, `${w('evidence.head')} `, h('code', { class: 'wrap' }, v.head))];
}

/** Text to keep elsewhere, with a button that copies it. */
function copyable(value: string): HTMLElement {
  const pre = h('pre', { class: 'checkpoint', tabindex: 0, 'aria-label': w('evidence.checkpoint') }, value);
  const done = h('span', { class: 'soft', role: 'status' });
  const copy = h('button', { type: 'button', onclick: async () => {
    try {
      await navigator.clipboard.writeText(value);
      clear(done, w('evidence.copied'));
    } catch { // not allowed: it is selected instead
      getSelection()?.selectAllChildren(pre);
      clear(done, w('evidence.selected'));
    }
  } }, w('evidence.copy'));
  return h('div', null, h('p', { class: 'unit' }, w('evidence.checkpoint_about')), pre, h('p', { class: 'tools' }, copy, done));
}

// ---- one entry ----

async function one(root: HTMLElement, ctx: Ctx, prefix: string): Promise<void> {
  const hex = prefix.toLowerCase();
  if (!/^[0-9a-f]{6,64}$/.test(hex)) return void clear(root, h('h1', null, w('evidence.entry')), h('p', { class: 'refused', role: 'alert' }, w('evidence.no_hex')), back());
  const a = await answer().catch(() => null), entries: Entry[] = [];
  for await (const page of log(10 * PAGE)) {
    entries.push(...page);
    if (!ctx.live()) return;
  }
  const lines = timed(entries), rowOf = (e: Entry) => (typeof e.body.row_id === 'string' ? e.body.row_id : '');
  const named = (begin: string) => lines.find((l) => l.entry.hash.startsWith(begin)) ?? lines.filter((l) => rowOf(l.entry).startsWith(begin)).pop();
  // A row of which something is withheld has another name in what was published; `explain` knows both.
  const told = named(hex) ? null : await get<Step[]>('/api/explain', { what: hex }).catch(() => null), own = told?.[0]?.step === 'file' ? told.find((s) => s.row)?.row : null;
  const hit = named(own ?? hex);
  const standing = Object.keys(a?.rows ?? {}).find((r) => r.startsWith((own ?? hex).slice(0, 12)) || (hit && rowOf(hit.entry).startsWith(r)));
  const rowName = standing ?? (hit && rowOf(hit.entry).slice(0, 12)), row = standing ? a?.rows[standing] : undefined;
  if (!hit && !row) return void clear(root, h('h1', null, w('evidence.entry')), h('p', { class: 'refused', role: 'alert' }, w('evidence.not_found', { hex })), back());
  // Only rows have steps, and of those only what is in force.
  const later = !!hit && typeof hit.entry.body.key === 'string' && lines.slice(lines.indexOf(hit) + 1).some((l) => l.entry.body.key === hit.entry.body.key);
  const way = rowName && !later ? await get<Step[]>('/api/explain', { what: rowName }).catch(() => null) : null;
  if (!ctx.live()) return;
  const e = hit?.entry, body = (e?.body.row as Body | undefined) ?? row?.row ?? e?.body ?? {}, sheet = (e?.body.sheet as string | undefined) ?? row?.sheet;
  const title = sheet ? `${sheet}${typeof body.id === 'string' ? ` ${body.id}` : ''}` : e ? `${term('kind', e.kind)} ${number(e.seq)}` : hex;
  document.title = `${title} · headcount`;
  clear(root,
    h('p', { class: 'kicker' }, h('a', { href: keep('/evidence') }, w('evidence.title')), ' · ', e ? w('evidence.entry_n', { n: number(e.seq) }) : w('evidence.entry')),
    h('h1', null, title), later ? h('p', { class: 'flag' }, w('evidence.not_in_force')) : null,
    h('div', { class: 'entry-row' }, h('section', null, h('h2', null, w('evidence.body')), facts(body)),
      h('section', null, e ? [h('h2', null, w('evidence.where')), h('dl', { class: 'facts-list' },
        fact(w('evidence.kind'), term('kind', e.kind)), fact(w('evidence.col_at'), hit!.at === null ? unknown() : instant(hit!.at)), rowName ? fact(w('evidence.row_name'), h('code', { class: 'wrap' }, rowOf(e) || rowName)) : null,
        fact(w('evidence.col_hash'), h('code', { class: 'wrap' }, e.hash)), fact(w('evidence.prev'), /^0+$/.test(e.prev) ? w('evidence.first') : h('a', { href: keep(`/e/${e.prev.slice(0, 12)}`) }, h('code', { class: 'wrap' }, e.prev))),
        fact(w('evidence.col_author'), h('code', { class: 'wrap' }, e.author)), e.body.file ? fact(w('evidence.file'), [h('code', { class: 'wrap' }, String(e.body.file)), typeof e.body.line === 'number' ? ` ${w('evidence.line', { n: number(e.body.line) })}` : null]) : null)] : null,
      supersedes(e, lines))),
    feeds(rowName ?? null, a), stepsOf(way), e ? h('details', { class: 'raw' }, h('summary', null, w('evidence.whole')), h('pre', { tabindex: 0 }, JSON.stringify(e, null, 2))) : null);
}

const back = (): HTMLElement => h('p', null, h('a', { href: keep('/evidence') }, w('evidence.all')));
const fact = (name: string, value: Child): Child => [h('dt', null, name), h('dd', null, value)];

function facts(body: Body): HTMLElement {
  const value = (v: unknown): Child => (v === null || v === undefined || v === '' ? unknown() : typeof v === 'object' ? h('code', { class: 'wrap' }, JSON.stringify(v)) : /^[0-9a-f]{64}$/.test(String(v)) ? h('code', { class: 'wrap' }, String(v)) : typeof v === 'number' ? (Math.abs(v) > 1e11 ? instant(v) : String(v)) : String(v));
  const list = Object.entries(body);
  return list.length ? h('dl', { class: 'facts-list' }, list.map(([k, v]) => fact(k, value(v)))) : h('p', { class: 'none' }, w('evidence.empty'));
}

/** Entries of one row before and after it: by the key under which rows are known as the same. */
function supersedes(e: Entry | undefined, lines: Line[]): Child {
  const key = e?.body.key ?? (e?.kind === 'file' ? e.body.lineage : undefined);
  if (!e || typeof key !== 'string') return null;
  const same = lines.filter((l) => l.entry.hash !== e.hash && (l.entry.body.key === key || l.entry.body.lineage === key)), order = lines.findIndex((l) => l.entry.hash === e.hash);
  const link = (l: Line): Child => h('li', null, h('a', { href: keep(`/e/${l.entry.hash.slice(0, 12)}`), class: 'hash' }, l.entry.hash.slice(0, 12)), ` ${brief(l.entry)}`, l.at === null ? null : h('span', { class: 'soft' }, `, ${instant(l.at)}`));
  const before = same.filter((l) => lines.indexOf(l) < order), after = same.filter((l) => lines.indexOf(l) > order);
  return [h('h2', null, w('evidence.supersedes')), before.length ? h('ul', { class: 'plain-list' }, before.map(link)) : h('p', { class: 'soft' }, w('evidence.supersedes_none')),
    after.length ? [h('h2', null, w('evidence.superseded')), h('ul', { class: 'plain-list' }, after.map(link))] : null];
}

/** Where the row is named in the answer. */
function feeds(row: string | null, a: Answer | null): Child {
  if (!row || !a) return null;
  const has = (list: unknown): boolean => Array.isArray(list) && list.includes(row), out: Child[] = [];
  const li = (href: string, label: Child): void => { out.push(h('li', null, h('a', { href: keep(href) }, label))); };
  for (const c of a.corridors) {
    if (has(c.seen_ref)) li('/', w('evidence.feeds_seen', { corridor: c.id }));
    if (has(c.ceiling_ref)) li('/', w('evidence.feeds_ceiling', { corridor: c.id }));
    const slots = c.by_slot.filter((s) => has(s.ref) || has(s.counts));
    if (slots.length) out.push(h('li', null, `${many('evidence.feeds_slots', slots.length, { corridor: c.id })} `, slots.slice(0, 8).map((s, i) => [i ? ', ' : null, h('a', { href: keep(`/slots?slot=${encodeURIComponent(s.id)}`) }, `${s.date} ${s.flight ?? ''}`.trim())]), slots.length > 8 ? ` … ${w('evidence.and_more', { n: number(slots.length - 8) })}` : null));
    if (!slots.length && has(c.ref)) li('/', w('evidence.feeds_corridor', { corridor: c.id }));
    for (const leg of c.legs ?? []) if (has(leg.ref)) li(`/map?corridor=${encodeURIComponent(c.id)}&leg=${encodeURIComponent(leg.id)}`, w('evidence.feeds_leg', { leg: leg.callsign ?? leg.registration ?? leg.id }));
  }
  for (const x of a.counts) if (x.row === row) out.push(h('li', { lang: lang() === 'en' ? null : 'en' }, `${w(x.used ? 'timeline.used' : 'timeline.not_used')}: ${x.why}`));
  for (const x of a.claims) if (x.row === row) li(`/claims?q=${encodeURIComponent(x.id)}`, w('evidence.feeds_claim', { id: x.id }));
  for (const x of a.rules) if (x.row === row) li(`/rules?id=${encodeURIComponent(x.id)}`, w('evidence.feeds_rule', { id: x.id }));
  const source = a.sources.find((x) => x.row === row);
  if (source) {
    const counts = a.counts.filter((x) => x.source === source.id), claims = a.claims.filter((x) => x.source === source.id);
    if (counts.length) out.push(h('li', null, `${many('evidence.source_counts', counts.length)} `, refs(counts.map((x) => x.row))));
    if (claims.length) out.push(h('li', null, `${many('evidence.source_claims', claims.length)} `, refs(claims.map((x) => x.row))));
  }
  return h('section', null, h('h2', null, w('evidence.feeds')), out.length ? h('ul', { class: 'plain-list feeds' }, out) : h('p', { class: 'soft' }, w('evidence.feeds_none')));
}

/** The way of the figure, as `explain` tells it. */
function stepsOf(steps: Step[] | null): Child {
  if (!Array.isArray(steps) || !steps.length) return null;
  return h('section', null, h('h2', null, w('evidence.steps')), h('ol', { class: 'steps' }, steps.map((x) => h('li', null, h('b', null, term('step', x.step)), ' ', h('span', { lang: lang() === 'en' ? null : 'en' }, x.what), x.row ? [' ', refs([x.row])] : null,
    x.step !== 'row' && x.body && typeof x.body === 'object' ? facts(x.body as Body) : null))));
}
