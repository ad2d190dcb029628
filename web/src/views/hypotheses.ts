/** Rival explanations against the evidence, after Heuer: judged by what speaks against each. Rows that tell most apart come first, then columns with
 *  least against them; what fits all decides nothing. "If this were false" shows the order that the program computed without that piece or root. */
import { get, Refused } from '../api';
import { clear, h, tell, type Child } from '../dom';
import { number } from '../format';
import { grade, keep, refs } from '../grade';
import { head, many, term } from '../parts';
import { param, setParams } from '../url';
import type { View } from '../view';
import { lang, w } from '../words';

type Mark = 'II' | 'I' | 'N' | 'C' | 'CC' | 'NA';
interface Explanation { row: string; id: string; text: string; note: string | null; prior: number | null; rank: number | null; against: number | null; unjudged: number }
interface Judged { hypothesis: string; judged: number; value: number | null; against: number | null; by: { row: string; by: string; mark: Mark; likelihood: number | null; note: string | null }[] }
interface Without { change: string; ranks: (number | null)[] }
interface Item { id: string; sheet: string; absent: boolean; text: string; note: string | null; source: string | null; root: string | null; grade: string | null; problem: string | null; diagnosticity: number | null; disagreement: number | null; marks: Judged[]; without: Without | null; ref: string[] }
interface Matrix { order: string[]; text: string; list: Explanation[]; items: Item[]; roots: { id: string; label: string; items: number; without: Without | null; ref: string[] }[]; odds: { by: string; items: number; left_out: number; shares: number[] }[]; priors: boolean }

export const hypotheses: View = async (root, ctx) => {
  const m = await get<Matrix>('/api/hypotheses').catch((e: unknown) => {
    if (e instanceof Refused) return e;
    throw e;
  });
  if (!ctx.live()) return;
  if (m instanceof Refused) return void clear(root, head('hypotheses'), h('p', { class: 'none' }, w('hypotheses.not_here')), h('p', { class: 'src' }, m.message));
  if (!m.list?.length) return void clear(root, head('hypotheses'), h('p', { class: 'none' }, w('hypotheses.none')));
  const columns = [...m.list].sort((a, b) => (a.against ?? 1e9) - (b.against ?? 1e9) || m.order.indexOf(a.id) - m.order.indexOf(b.id));
  const items = [...m.items].sort((a, b) => (b.diagnosticity ?? -1) - (a.diagnosticity ?? -1));
  const place = new Map(m.list.map((x, i) => [x.id, i])), room = h('div');
  const draw = (): void => {
    const out = param('without'), without = items.find((x) => `item:${x.id}` === out)?.without ?? m.roots.find((x) => `root:${x.id}` === out)?.without ?? null;
    const press = (key: string, says: string) => (): void => {
      setParams({ without: param('without') === key ? null : key });
      draw();
      room.querySelector<HTMLElement>(`button[data-key="${CSS.escape(key)}"]`)?.focus();
      tell(param('without') ? `${says} ${columns.map((c) => `${c.text}: ${rank(c, rankWithout(c))}`).join('; ')}` : w('hypotheses.as_judged'));
    };
    const current = items.find((x) => `item:${x.id}` === out)?.without ?? m.roots.find((x) => `root:${x.id}` === out)?.without ?? null;
    const rankWithout = (c: Explanation): number | null => current?.ranks[place.get(c.id)!] ?? null;
    clear(room, matrix(columns, items, out, without, place, press), rootsPart(m, columns, out, place, press), oddsPart(m, columns, place));
  };
  clear(root, head('hypotheses'), h('p', { class: 'verdict', lang: lang() === 'en' ? null : 'en' }, m.text), room, key());
  draw();
};

const rank = (c: Explanation, other: number | null): string => (other === null ? number(c.rank) : other === c.rank ? w('hypotheses.rank_stays', { n: number(c.rank) }) : w('hypotheses.rank_moves', { from: number(c.rank), to: number(other) }));

function matrix(columns: Explanation[], items: Item[], out: string | null, without: Without | null, place: Map<string, number>, press: (key: string, says: string) => () => void): HTMLElement {
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': w('hypotheses.matrix') }, h('table', { class: 'matrix' }, h('caption', { class: 'vh' }, w('hypotheses.matrix')),
    h('thead', null,
      h('tr', null, h('th', { scope: 'col', class: 'piece' }, w('hypotheses.col_evidence')), h('th', { scope: 'col', class: 'num' }, w('hypotheses.col_apart')), columns.map((c) => h('th', { scope: 'col', class: 'rival' }, c.text, ' ', refs([c.row]))), h('th', { scope: 'col' }, w('hypotheses.col_false'))),
      h('tr', { class: 'score' }, h('th', { scope: 'row' }, w('hypotheses.against')), h('td'), columns.map((c) => h('td', null, h('b', null, many('hypotheses.points', c.against ?? 0)), c.unjudged ? h('span', { class: 'under soft' }, many('hypotheses.unjudged', c.unjudged)) : null)), h('td')),
      h('tr', { class: `score${without ? ' otherwise' : ''}` }, h('th', { scope: 'row' }, without ? w('hypotheses.rank_without') : w('hypotheses.rank')), h('td'),
        columns.map((c) => { const other = without?.ranks[place.get(c.id)!] ?? null; return h('td', { class: other !== null && other !== c.rank ? 'moved' : null }, rank(c, without ? other : null)); }), h('td'))),
    h('tbody', null, items.map((item) => {
      const k = `item:${item.id}`, on = out === k;
      return h('tr', { class: on ? 'left-out' : item.diagnosticity === 0 ? 'idle' : null },
        h('th', { scope: 'row', class: 'piece' }, h('code', null, item.id), item.absent ? [' ', h('b', null, w('hypotheses.absent'))] : null, ' ', item.grade ? grade(item.grade) : null, ' ', refs(item.ref),
          h('span', { class: 'under', lang: lang() === 'en' ? null : 'en' }, item.text), item.note ? h('span', { class: 'under' }, item.note) : null, item.problem ? h('span', { class: 'under flag' }, item.problem) : null, h('span', { class: 'under soft' }, item.root ? `${w('claims.root')} ${item.root}` : w('hypotheses.no_root'), item.disagreement ? ` · ${w('hypotheses.disagree', { n: number(item.disagreement) })}` : null)),
        h('td', { class: 'num' }, item.diagnosticity === null ? w('token.unknown') : item.diagnosticity === 0 ? h('span', { class: 'soft' }, w('hypotheses.not_at_all')) : number(Math.round(item.diagnosticity * 100) / 100)),
        columns.map((c) => cell(item.marks.find((x) => x.hypothesis === c.id))),
        h('td', null, item.without ? h('button', { type: 'button', class: 'plain', 'data-key': k, 'aria-pressed': String(on), onclick: press(k, w('hypotheses.without_item', { item: item.id })) }, w('hypotheses.if_false'), h('span', { class: 'vh' }, `: ${item.id}`)) : null, h('span', { class: 'under soft' }, item.without ? term('change', item.without.change) : null)));
    }))));
}

/** The mark of each who judged, a link to its row; where nobody judged, that. */
function cell(j: Judged | undefined): HTMLElement {
  if (!j?.by.length) return h('td', { class: 'mk mk-none' }, h('span', { class: 'soft' }, w('hypotheses.not_judged')));
  const worst = j.by.map((b) => b.mark).sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))[0]!;
  return h('td', { class: `mk mk-${worst}` }, j.by.map((b) => h('a', { href: keep(`/e/${b.row}`), class: `mark-${b.mark}`, title: [w(`hypotheses.mark_${b.mark}`), `${b.by}${b.note ? `: ${b.note}` : ''}`].join(' – ') }, h('span', { 'aria-hidden': 'true' }, b.mark), h('span', { class: 'vh' }, `${w(`hypotheses.mark_${b.mark}`)} (${b.by})`))));
}
const ORDER: Mark[] = ['II', 'I', 'N', 'C', 'CC', 'NA'];

function rootsPart(m: Matrix, columns: Explanation[], out: string | null, place: Map<string, number>, press: (key: string, says: string) => () => void): Child {
  if (!m.roots?.length) return null;
  return [h('h2', null, w('hypotheses.roots')), h('p', { class: 'unit' }, w('hypotheses.roots_about')), h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': w('hypotheses.roots') }, h('table', { class: 'matrix' }, h('caption', { class: 'vh' }, w('hypotheses.roots')),
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, w('claims.root')), h('th', { scope: 'col', class: 'num' }, w('hypotheses.pieces')), columns.map((c) => h('th', { scope: 'col', class: 'rival' }, c.text)), h('th', { scope: 'col' }, w('hypotheses.col_false')))),
    h('tbody', null, m.roots.map((r) => {
      const k = `root:${r.id}`;
      return h('tr', { class: out === k ? 'left-out' : null }, h('th', { scope: 'row' }, h('code', null, r.id), ' ', refs(r.ref), h('span', { class: 'under' }, r.label)), h('td', { class: 'num' }, number(r.items)),
        columns.map((c) => { const other = r.without?.ranks[place.get(c.id)!] ?? null; return h('td', { class: other !== null && other !== c.rank ? 'moved' : null }, rank(c, other)); }),
        h('td', null, r.without ? h('button', { type: 'button', class: 'plain', 'data-key': k, 'aria-pressed': String(out === k), onclick: press(k, w('hypotheses.without_item', { item: r.id })) }, w('hypotheses.if_false'), h('span', { class: 'vh' }, `: ${r.id}`)) : null, h('span', { class: 'under soft' }, r.without ? term('change', r.without.change) : null)));
    }))))];
}

function oddsPart(m: Matrix, columns: Explanation[], place: Map<string, number>): Child {
  if (!m.odds?.length) return null;
  return [h('h2', null, w('hypotheses.odds')), h('p', { class: 'unit' }, w(m.priors ? 'hypotheses.odds_priors' : 'hypotheses.odds_even')), h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': w('hypotheses.odds') }, h('table', { class: 'matrix' }, h('caption', { class: 'vh' }, w('hypotheses.odds')),
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, w('hypotheses.judge')), h('th', { scope: 'col', class: 'num' }, w('hypotheses.pieces')), columns.map((c) => h('th', { scope: 'col', class: 'rival' }, c.text)))),
    h('tbody', null, m.odds.map((o) => h('tr', null, h('th', { scope: 'row' }, o.by), h('td', { class: 'num' }, number(o.items), o.left_out ? h('span', { class: 'under soft' }, many('hypotheses.left_out', o.left_out)) : null),
      columns.map((c) => h('td', null, w('hypotheses.in_hundred', { n: number(Math.round(100 * (o.shares[place.get(c.id)!] ?? 0))) }))))))))];
}

function key(): HTMLElement {
  return h('ul', { class: 'mark-key' }, ORDER.map((mark) => h('li', null, h('span', { class: `mk mk-${mark}` }, h('span', { class: `mark-${mark}` }, mark)), ` ${w(`hypotheses.mark_${mark}`)}`)));
}
