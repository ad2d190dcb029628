/** What people say of rows after looking at them. It is shown beside the figures and changes none. */
import { answer, get, post, Refused, type Answer } from '../api';
import { clear, h, tell, type Child } from '../dom';
import { number } from '../format';
import { refs } from '../grade';
import { select } from '../parts';
import { table } from '../table';
import { param, setParams } from '../url';
import type { Ctx } from '../view';
import { inEnglish, token, w } from '../words';
import type { Sheet } from './form';

interface Said { by: string; state: string; at?: number; note?: string }
interface Review { state: string; by: (Said | string)[]; second: boolean }
interface Row { row: string; sheet: string; cells: Record<string, unknown>; review: Review | null }
const sheets = ['counts', 'flights', 'claims', 'schedules', 'aircraft', 'coverage', 'rules', 'sources', 'corridors'], states = ['none', 'approved', 'second', 'held', 'rejected'];

const stateOf = (r: Row): string => (r.review ? (r.review.second ? 'second' : r.review.state) : 'none');
const said = (r: Row): Said[] => (r.review?.by ?? []).map((x) => (typeof x === 'string' ? { by: x, state: r.review!.state } : x));
const text = (r: Row): string => Object.entries(r.cells).filter(([k, v]) => v !== null && v !== '' && k !== 'note').map(([k, v]) => `${k} ${typeof v === 'object' ? JSON.stringify(v) : String(v)}`).join(' · ');
function mark(r: Row): Child {
  const s = stateOf(r);
  return h('span', { class: 'review review-' + s }, h('span', { class: 'tick', 'aria-hidden': 'true' }, s === 'second' ? '✓✓' : s === 'approved' ? '✓' : s === 'held' ? '‖' : s === 'rejected' ? '✕' : '·'), ' ', w('enter.review.' + s));
}
/* Cells in the order of their sheet. */
function rowsOf(a: Answer, order: Map<string, string[]>): Row[] {
  const sorted = (sheet: string, cells: Record<string, unknown>): Record<string, unknown> => { const o = order.get(sheet) ?? []; return Object.fromEntries(Object.entries(cells).sort(([p], [q]) => (o.indexOf(p) + 1 || 99) - (o.indexOf(q) + 1 || 99))); };
  return Object.entries(a.rows).map(([row, x]) => ({ row, sheet: x.sheet, cells: sorted(x.sheet, x.row), review: ((x as { review?: Review }).review ?? (a.counts.find((c) => c.row === row)?.review as Review | undefined) ?? null) }))
    .sort((p, q) => sheets.indexOf(p.sheet) - sheets.indexOf(q.sheet) || String(p.cells.date ?? p.cells.made_on ?? '').localeCompare(String(q.cells.date ?? q.cells.made_on ?? '')));
}

export async function review(root: HTMLElement, ctx: Ctx): Promise<void> {
  const [a, list] = await Promise.all([answer(), get<Sheet[]>('/api/sheets')]), order = new Map(list.map((x) => [x.name, x.columns.map((c) => c.name)]));
  let all = rowsOf(a, order);
  if (!ctx.live()) return;
  const panel = h('aside', { class: 'panel', 'aria-label': w('enter.review.panel'), hidden: true }), count = h('span', { class: 'said', role: 'status' });
  const by: HTMLInputElement = h('input', { type: 'text', value: param('by'), maxlength: 32, autocomplete: 'off', spellcheck: 'false', onchange: () => setParams({ by: by.value.trim() }) });
  const t = table<Row>('r', w('enter.review'), [
    { key: 'state', title: w('enter.review.state'), cell: mark, sort: (r) => states.indexOf(stateOf(r)) },
    { key: 'sheet', title: w('enter.bad.sheet'), cell: (r) => token(r.sheet), sort: (r) => sheets.indexOf(r.sheet) },
    { key: 'row', title: w('enter.review.row'), header: true, wide: true, cell: (r) => h('span', { dir: 'auto', class: 'plainrow' }, text(r)), sort: text },
    { key: 'by', title: w('enter.review.by'), cell: (r) => said(r).map((x) => x.by).join(', ') || h('span', { class: 'soft' }, w('count.nobody')), sort: (r) => said(r).length, small: true },
    { key: 'entry', title: w('count.entry'), cell: (r) => refs([r.row]), minor: true },
  ], (r) => open(r));
  const filter = (): void => {
    const sheet = param('of') ?? '', state = param('state') ?? '', rows = all.filter((r) => (!sheet || r.sheet === sheet) && (!state || stateOf(r) === state));
    t.show(rows);
    count.textContent = w('enter.review.shown', { n: number(rows.length), of: number(all.length), second: number(all.filter((r) => stateOf(r) === 'second').length) });
  };
  function open(r: Row): void {
    const note: HTMLInputElement = h('input', { type: 'text', maxlength: 200, autocomplete: 'off' }), wrong = h('p', { class: 'refused', role: 'alert', lang: inEnglish() });
    const deed = (state: string) => h('button', { type: 'button', class: state === 'approved' ? 'main' : null, onclick: () => void send(r, state, note.value.trim(), wrong) }, w('enter.review.do.' + state));
    panel.hidden = false;
    beside.classList.add('open');
    clear(panel, h('button', { type: 'button', class: 'plain close', onclick: shut }, w('shell.close')), h('h2', { tabindex: '-1' }, token(r.sheet)), h('p', null, mark(r), ' ', refs([r.row])),
      h('dl', { class: 'facts2' }, Object.entries(r.cells).filter(([, v]) => v !== null && v !== '').map(([k, v]) => [h('dt', null, k), h('dd', { dir: 'auto' }, typeof v === 'object' ? JSON.stringify(v) : String(v))])),
      said(r).length ? [h('h3', null, w('enter.review.sofar')), h('ul', { class: 'went' }, said(r).map((x) => h('li', null, h('b', null, x.by), ` ${token(x.state)}`, x.note ? h('span', { class: 'soft', dir: 'auto' }, `: ${x.note}`) : null)))] : null,
      h('h3', null, w('enter.review.yours')), h('div', { class: 'field' }, h('label', null, h('span', { class: 'name' }, w('enter.review.note')), note)),
      h('p', { class: 'deeds' }, deed('approved'), deed('held'), deed('rejected')), wrong, h('p', { class: 'help' }, w('enter.review.rule')));
    panel.querySelector<HTMLElement>('h2')!.focus();
  }
  function shut(): void { panel.hidden = true; beside.classList.remove('open'); t.element.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus(); }
  async function send(r: Row, state: string, note: string, wrong: HTMLElement): Promise<void> {
    const who = by.value.trim();
    wrong.textContent = '';
    if (!who) { wrong.textContent = w('enter.review.who'); by.setAttribute('aria-invalid', 'true'); by.focus(); return; }
    try {
      await post('/api/review', { row: r.row, state, by: who, ...(note ? { note } : {}) });
      all = rowsOf(await answer(), order);
      if (!ctx.live()) return;
      filter();
      const now = all.find((x) => x.row === r.row);
      if (now) open(now);
      tell(w('enter.review.done', { state: token(state), by: who }));
    } catch (e) { if (!(e instanceof Refused)) throw e; wrong.textContent = e.message; }
  }
  const beside = h('div', { class: 'beside' }, t.element, panel);
  root.append(h('p', { class: 'intro' }, w('enter.review.about')), h('div', { class: 'tools' }, h('label', null, w('enter.review.pseudonym'), by),
    select(w('enter.bad.sheet'), [['', w('enter.review.all')], ...sheets.filter((s) => all.some((r) => r.sheet === s)).map((s): [string, string] => [s, token(s)])], param('of') ?? '', (v) => { setParams({ of: v }); filter(); }),
    select(w('enter.review.state'), [['', w('enter.review.all')], ...states.map((s): [string, string] => [s, w('enter.review.' + s)])], param('state') ?? '', (v) => { setParams({ state: v }); filter(); }), count), beside);
  filter();
  ctx.keys([{ key: 'j', help: w('shell.rows'), run: () => t.focus(0) }, { key: 'Escape', help: w('shell.close'), run: () => { if (!panel.hidden) shut(); } }]);
}
