/** What is only said: by whom, from which root, how graded, and what the estimate says to it. Ten that repeat one root are one voice: they stand
 *  together under it. */
import { answer, type Answer, type Source } from '../api';
import { clear, h, tell, type Child } from '../dom';
import { number } from '../format';
import { grade, keep, refs } from '../grade';
import { choice, head, many, select, term, unknown, when } from '../parts';
import { table, type Column } from '../table';
import { param, setParams } from '../url';
import type { View } from '../view';
import { lang, w } from '../words';

interface Claim {
  row: string; id: string; speaker: string | null; source: string; made_on: string | null; corridor: string | null;
  low: number | null; quantity: number | null; high: number | null; unit: string | null; measures: string | null; mode: string | null;
  hedge: string | null; likelihood: { text: string } | null; text: string | null; grade: string; grade_given: string; roots: number; status: string;
  about: string | null; relation: string | null; evidence: string; differs?: string[]; percentile: number | null;
}
/** A claim with what its source and its row say besides. */
interface Said { claim: Claim; root: string; source: Source | undefined; channel: string | null }

export const claims: View = async (root, ctx) => {
  const a = await answer();
  if (!ctx.live()) return;
  const all = gather(a);
  if (!all.length) return void clear(root, head('claims'), h('p', { class: 'none' }, w('claims.none')));
  const room = h('div'), count = h('span', { class: 'said' });
  const search = h('input', { type: 'search', value: param('q') ?? '', oninput: () => { setParams({ q: search.value }); draw(); } });
  const statuses = [...new Set(all.map((x) => x.claim.status))].sort();
  const by = () => (param('by') === 'date' ? 'date' : 'root');
  const draw = (): void => {
    const q = search.value.trim().toLowerCase(), status = param('status');
    const list = all.filter((x) => (!status || x.claim.status === status) && (!q || [x.claim.id, x.claim.text, x.claim.speaker, x.root, x.source?.label].some((t) => t?.toLowerCase().includes(q))));
    clear(count, many('claims.shown', list.length, { of: number(all.length) }));
    if (by() === 'date' || list.length > 400) {
      const t = table<Said>('claims', w('claims.title'), columns(true));
      clear(room, t.element);
      t.show(list);
    } else clear(room, roots(list, a));
  };
  clear(root, head('claims'), h('div', { class: 'tools' },
    h('label', null, w('claims.search'), search),
    select(w('claims.status'), [['', w('claims.any')], ...statuses.map((s): [string, string] => [s, term('status', s)])], param('status') ?? '', (v) => { setParams({ status: v }); draw(); tell(count.textContent ?? ''); }),
    choice('claims-by', w('claims.by'), [['root', w('claims.by_root')], ['date', w('claims.by_date')]], by(), (v) => { setParams({ by: v === 'date' ? v : null }); draw(); }), count), room);
  draw();
};

function gather(a: Answer): Said[] {
  const sources = new Map(a.sources.map((s) => [s.id, s]));
  return (a.claims as Claim[]).map((claim) => {
    const source = sources.get(claim.source), channel = a.rows[claim.row]?.row.channel;
    return { claim, source, root: source?.root ?? claim.source, channel: typeof channel === 'string' ? channel : null };
  });
}

/** One part for each root, the one that most rests on first. */
function roots(list: Said[], a: Answer): Child[] {
  const of = new Map<string, Said[]>();
  for (const x of list) of.set(x.root, [...(of.get(x.root) ?? []), x]);
  if (!list.length) return [h('p', { class: 'none' }, w('claims.none_such'))];
  return [...of].sort((x, y) => y[1].length - x[1].length || (x[0] < y[0] ? -1 : 1)).map(([root, said]) => {
    const own = a.sources.find((s) => s.id === root), speakers = new Set(said.map((x) => x.claim.source)).size;
    const t = table<Said>(`root-${root}`, w('claims.of_root', { root: own?.label ?? root }), columns(false));
    t.show(said);
    return h('section', { class: 'voice' },
      h('h2', null, own?.label ?? root, ' ', own ? refs([own.row]) : null),
      h('p', { class: 'unit' }, `${w('claims.root')} `, h('code', null, root), '. ', said.length > 1 ? h('b', null, many('claims.one_voice', said.length, { sources: many('claims.sources', speakers) })) : w('claims.single')),
      t.element);
  });
}

function columns(withRoot: boolean): Column<Said>[] {
  const all: (Column<Said> | null)[] = [
    { key: 'made_on', title: w('claims.col_on'), cell: (x) => when(x.claim.made_on), sort: (x) => x.claim.made_on },
    { key: 'speaker', title: w('claims.col_speaker'), header: true, cell: (x) => [x.claim.speaker ?? unknown(), h('span', { class: 'under soft' }, [x.source?.label ?? x.claim.source, x.channel ? term('channel', x.channel) : null].filter(Boolean).join(' · '))], sort: (x) => x.claim.speaker },
    withRoot ? { key: 'root', title: w('claims.root'), cell: (x) => h('code', null, x.root), sort: (x) => x.root } : null,
    { key: 'says', title: w('claims.col_says'), wide: true, cell: says },
    { key: 'quantity', title: w('claims.col_quantity'), right: true, cell: quantity, sort: (x) => x.claim.quantity ?? x.claim.low ?? x.claim.high },
    { key: 'grade', title: w('claims.col_grade'), cell: (x) => [grade(x.claim.grade), x.claim.grade_given && x.claim.grade_given !== x.claim.grade ? h('span', { class: 'under soft' }, w('claims.given', { grade: x.claim.grade_given })) : null], sort: (x) => x.claim.grade },
    { key: 'status', title: w('claims.status'), cell: (x) => h('span', { class: `claim-status status-${x.claim.status}` }, term('status', x.claim.status)), sort: (x) => x.claim.status },
    { key: 'falls', title: w('claims.col_falls'), wide: true, cell: falls, sort: (x) => x.claim.percentile }];
  return all.filter((c): c is Column<Said> => c !== null);
}

function says(x: Said): Child {
  const c = x.claim;
  return [h('span', { class: c.status === 'retracted' ? 'withdrawn' : null }, c.text ?? unknown()), ' ', refs([c.row]),
    c.hedge ? h('span', { class: 'under soft' }, `${w('claims.hedge')} “${c.hedge}”`) : null,
    c.likelihood ? h('span', { class: 'under soft', lang: lang() === 'en' ? null : 'en' }, c.likelihood.text) : null,
    c.relation && c.about ? h('span', { class: 'under soft' }, `${term('relation', c.relation)} `, h('a', { href: keep(`/claims?q=${encodeURIComponent(c.about)}`) }, c.about)) : null];
}

function quantity(x: Said): Child {
  const c = x.claim, unit = c.unit ? h('span', { class: 'under soft' }, term('unit', c.unit), c.measures ? [h('br'), term('measures', c.measures)] : null) : null;
  if (c.quantity === null && c.low === null && c.high === null) return [h('span', { class: 'soft' }, w('claims.no_quantity')), unit];
  const range = c.low === null && c.high === null ? null : `${c.low === null ? '…' : number(c.low)}–${c.high === null ? '…' : number(c.high)}`;
  return [c.quantity === null ? range : number(c.quantity), c.quantity !== null && range ? h('span', { class: 'under' }, range) : null, unit];
}

/** Where it lies in the predictive distribution, in words and as a mark on a line; then the program's own sentences. */
function falls(x: Said): Child {
  const c = x.claim, differs = c.differs ?? [], english = lang() === 'en' ? null : 'en';
  const place = c.percentile === null ? h('span', { class: 'soft' }, w('claims.not_compared'))
    : [percentile(c.percentile), c.percentile <= 0 ? w('claims.below_all') : c.percentile >= 99 ? w('claims.above_all') : w('claims.beyond', { n: c.percentile, rest: 100 - c.percentile })];
  return [h('span', { class: 'falls' }, place),
    h('details', null, h('summary', null, differs.length ? many('claims.differs', differs.length) : w('claims.why')), h('p', { lang: english }, c.evidence), differs.length ? h('ul', { lang: english }, differs.map((d) => h('li', null, d))) : null)];
}
function percentile(p: number): HTMLElement {
  const mark = h('span', { class: 'mark' });
  mark.style.left = `${p}%`;
  return h('span', { class: 'percentile', 'aria-hidden': 'true' }, mark);
}
