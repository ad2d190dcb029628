/** What two estimates have apart, step by step, as a table with bars. */
import type { Changed, Diff, Estimate } from './api';
import { axis, bar, scaleOf } from './bars';
import { h, type Child } from './dom';
import { number, range, signed } from './format';
import { refs } from './grade';
import { inEnglish, token, w } from './words';

export interface Step { kind: string; text: Child; estimated: Estimate | null; move: number | null; rows: string[] }

/** One corridor: A, each step, B. */
export function stepsTable(caption: string, a: Estimate | null, b: Estimate | null, names: [Child, Child], steps: Step[]): HTMLElement {
  const { max, ticks } = scaleOf([a, b, ...steps.map((x) => x.estimated)]);
  const cited = steps.some((x) => x.rows.length);
  let before: number | null = a?.median ?? null;
  const line = (kind: Child, text: Child, e: Estimate | null, move: Child, rows: string[], end: boolean): HTMLElement => {
    const was = before;
    if (e) before = e.median;
    return h('tr', { class: end ? 'end' : null }, h('th', { scope: 'row' }, kind), h('td', { class: 'wide' }, text),
      h('td', { class: 'bars' }, e ? bar(e, max, end ? 'end' : 'step', end ? null : was) : null),
      h('td', { class: 'num' }, e ? range(e.lo, e.hi) : w('token.unknown')), h('td', { class: 'num' }, number(e?.median)), h('td', { class: 'num' }, move), cited ? h('td', null, rows.length ? refs(rows, 1) : null) : null);
  };
  const said = (m: number | null): Child => (m === 0 ? h('span', { class: 'soft' }, '0') : h('b', null, signed(m)));
  return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption }, h('table', { class: 'steps-table' }, h('caption', { class: 'vh' }, caption),
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, w('estimates.sheet')), h('th', { scope: 'col' }, w('estimates.what')), h('td', { class: 'bars' }, axis(max, ticks, number)),
      ['interval', 'middle', 'move'].map((k) => h('th', { scope: 'col', class: 'num' }, w('estimates.' + k))), cited ? h('th', { scope: 'col' }, w('estimates.rows')) : null)),
    h('tbody', null, line('A', names[0], a, null, [], true), steps.map((x) => line(x.kind, x.text, x.estimated, said(x.move), x.rows, false)),
      line('B', names[1], b, said(a && b ? b.median - a.median : null), [], true))));
}

function changedRows(title: string, list: Changed[]): HTMLElement | null {
  if (!list.length) return null;
  return h('details', { class: 'numbers' }, h('summary', null, `${title} (${number(list.length)})`), h('ul', { class: 'changed', lang: inEnglish() }, list.slice(0, 500).map((x) =>
    h('li', null, h('b', null, token(x.sheet)), ' ', x.text, ' ', refs(x.was ? [x.row, x.was] : [x.row])))));
}
export function rowsOfDiff(d: Diff): HTMLElement {
  return h('div', { class: 'apart' }, changedRows(w('estimates.only_a'), d.only_a), changedRows(w('estimates.only_b'), d.only_b), changedRows(w('estimates.changed'), d.changed),
    d.only_a.length + d.only_b.length + d.changed.length ? null : h('p', { class: 'note' }, w('estimates.alike')));
}
/** The steps of one corridor of a comparison; those that moved nothing are folded into one line. */
export function stepsOf(c: Diff['corridors'][number]): Step[] {
  const moved = c.moves.filter((m) => m.move !== 0), still = c.moves.filter((m) => m.move === 0);
  const steps: Step[] = moved.map((m) => ({ kind: token(m.sheet), text: h('span', { lang: inEnglish() }, m.text), estimated: m.estimated, move: m.move, rows: m.rows }));
  const last = moved.at(-1)?.estimated ?? c.a;
  if (still.length) steps.push({ kind: '–', text: w('estimates.still', { n: number(still.length), sheets: [...new Set(still.map((m) => token(m.sheet)))].join(', ') }), estimated: last, move: 0, rows: still.flatMap((m) => m.rows) });
  return steps;
}
