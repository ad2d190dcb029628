/** A form for a row of one sheet, made of what /api/sheets says. The program checks the row; its sentence is shown at the cell. */
import { answer, post, Refused, type Answer } from '../api';
import { h, tell, type Child } from '../dom';
import { suggest } from '../count/fields';
import { number } from '../format';
import { keep } from '../grade';
import { param } from '../url';
import type { Ctx } from '../view';
import { inEnglish, token, w } from '../words';

export interface Column { name: string; kind: string; required: boolean; may: string; lo: number | null; hi: number | null; bytes: number; choices: string[] | null; refers: string | null; help: string }
export interface Sheet { name: string; help: string; key: string[]; columns: Column[] }
interface Cell { element: HTMLElement; input: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement; wrong: HTMLElement; column: Column }

const long = new Set(['text', 'note', 'exemptions', 'basis']);
/* As the sheets write them: a picker of the browser would turn days about by its own country. */
const patterns: Record<string, string> = { date: 'YYYY-MM-DD', dates: 'YYYY-MM-DD; YYYY-MM-DD', time: 'HH:MM', instant: '2023-10-30T02:20:11Z' };
let n = 0;

/** Ids of the rows of a sheet, for cells that refer to it. */
function ids(a: Answer | null, sheet: string): [string, string][] {
  if (!a) return [];
  if (sheet === 'sources') return a.sources.map((s) => [s.id, s.label]);
  if (sheet === 'corridors') return a.corridors.map((c) => [c.id, `${c.origin} – ${c.destination}`]);
  if (sheet === 'claims') return a.claims.map((c) => [c.id, c.text]);
  return [];
}

function cell(c: Column, a: () => Answer | null): Cell {
  const id = `cell-${++n}`, attrs = { id, name: c.name, 'aria-describedby': `${id}-help ${id}-wrong`, 'aria-required': c.required ? 'true' : null };
  const wrong = h('p', { class: 'refused', id: `${id}-wrong`, lang: inEnglish() });
  let input: Cell['input'], offers: HTMLElement | null = null;
  if (c.choices) input = h('select', attrs, h('option', { value: '' }, w(c.required ? 'enter.choosedots' : 'enter.notsaid')), c.choices.map((x) => h('option', { value: x }, token(x) === x ? x : `${token(x)}${inEnglish() ? ` (${x})` : ''}`)));
  else if (long.has(c.name)) input = h('textarea', { ...attrs, rows: 2 });
  else if (c.refers) {
    const f = suggest('', () => ids(a(), c.refers!), '', false, { id, name: c.name, 'aria-describedby': attrs['aria-describedby'], ...(c.required ? { 'aria-required': 'true' } : {}) });
    input = f.input;
    offers = f.element.querySelector('datalist');
  } else input = h('input', { ...attrs, type: 'text', inputmode: c.kind === 'number' ? 'numeric' : null, placeholder: patterns[c.kind], autocomplete: 'off', spellcheck: 'false', maxlength: c.bytes });
  const limit = c.kind === 'number' && c.lo !== null && c.hi !== null ? w('enter.limits', { lo: number(c.lo), hi: number(c.hi) }) : null;
  const element = h('div', { class: long.has(c.name) ? 'field span' : 'field' }, h('label', { for: id }, h('span', { class: 'name' }, w('enter.col.' + c.name) === 'enter.col.' + c.name ? c.name : w('enter.col.' + c.name), c.required ? h('span', { class: 'must' }, ' ' + w('enter.must')) : null)),
    input, offers, h('p', { class: 'help', id: `${id}-help` }, h('span', { lang: inEnglish() }, c.help), limit ? `; ${limit}` : null), wrong);
  return { element, input, wrong, column: c };
}

export async function form(root: HTMLElement, ctx: Ctx, s: Sheet): Promise<void> {
  let a: Answer | null = null;
  const cells = s.columns.map((c) => cell(c, () => a)), by = new Map(cells.map((x) => [x.column.name, x]));
  const general = h('p', { class: 'refused', role: 'alert', lang: inEnglish() }), went = h('ol', { class: 'went', 'aria-label': w('enter.sitting') }), button = h('button', { type: 'submit', class: 'main' }, w('enter.add'));
  const sitting = h('h2', { hidden: true }, w('enter.sitting'));
  let touched = false;
  const sheet = h('form', { class: 'sheetform', novalidate: true, oninput: () => { touched = true; }, onsubmit: (e: Event) => { e.preventDefault(); void send(); } },
    cells.map((x) => x.element), h('div', { class: 'deeds' }, button, h('button', { type: 'button', onclick: () => empty() }, w('enter.clear')), h('span', { class: 'help' }, w('enter.unknownnote'))), general);
  function empty(): void { for (const x of cells) { x.input.value = ''; x.wrong.textContent = ''; x.input.removeAttribute('aria-invalid'); } touched = false; }
  async function send(): Promise<void> {
    const row: Record<string, string> = {};
    for (const x of cells) { x.wrong.textContent = ''; x.input.removeAttribute('aria-invalid'); if (x.input.value.trim() !== '') row[x.column.name] = x.input.value.trim(); }
    general.textContent = '';
    button.disabled = true;
    try {
      const done = await post<{ done: string }>('/api/add/' + s.name, row);
      if (!ctx.live()) return;
      touched = false;
      sitting.hidden = false;
      went.prepend(h('li', null, entered(s.name, row, String(done.done ?? ''))));
      tell(w('enter.added'));
      for (const k of ['low', 'best', 'high', 'quantity', 'id', 'text', 'note', 'men', 'women']) { const x = by.get(k); if (x) x.input.value = ''; }
      cells[0]?.input.focus();
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      const column = e.column ?? /^([a-z_0-9]+): /.exec(e.message)?.[1], at = column ? by.get(column) : undefined;
      const text = e.message.replace(/\nheadcount help.*$/s, '');
      if (at) { at.wrong.textContent = text; at.input.setAttribute('aria-invalid', 'true'); at.input.focus(); tell(text); } else general.textContent = text;
    } finally { button.disabled = false; }
  }
  root.append(h('p', { class: 'intro', lang: inEnglish() }, s.help), sheet, sitting, went);
  const f = (): boolean | void => (touched && !window.confirm(w('enter.leave')) ? false : undefined);
  (f as { unsaved?: () => boolean }).unsaved = () => touched;
  ctx.onLeave(f);
  for (const c of s.columns) { const v = param('cell.' + c.name); if (v) by.get(c.name)!.input.value = v; }
  answer().then((x) => { a = x; prefill(x); }, () => {});
  /* of ?slot= */
  function prefill(x: Answer): void {
    const slot = param('slot');
    for (const c of x.corridors) for (const y of c.by_slot) if (slot && y.id === slot)
      for (const [k, v] of [['corridor', c.id], ['date', y.date], ['flight', y.flight]] as const) { const z = by.get(k); if (z && v && !z.input.value) z.input.value = v; }
  }
}

/** The row as it was sent, and a link where the program names it. */
function entered(sheet: string, row: Record<string, string>, said: string): Child {
  const hex = /\b[0-9a-f]{12,64}\b/.exec(said)?.[0];
  return [h('b', null, token(sheet)), ' ', Object.entries(row).map(([k, v]) => h('span', { class: 'cellof' }, h('span', { class: 'soft' }, k + ' '), v, ' ')), ' ', hex ? h('a', { class: 'refs', href: keep('/e/' + hex.slice(0, 12)) }, hex.slice(0, 6)) : h('a', { href: keep('/evidence') }, w('enter.toevidence'))];
}
