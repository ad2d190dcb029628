/** Slots: the table first. Filters, order, columns and the open slot are in the address. */
import { answer, readOnly } from '../api';
import { clear, h, tell, type Child } from '../dom';
import { day, month, number, range, share } from '../format';
import { grade, keep, refs } from '../grade';
import { slotPanel } from '../slot_panel';
import { filterNow, passes, rowsOf, stateMark, STATES, type Row } from '../slot_rows';
import { table, type Column } from '../table';
import { param, setParams } from '../url';
import type { View } from '../view';
import { token, w } from '../words';

const unknown = (v: Child | null): Child => v ?? h('span', { class: 'soft' }, w('token.unknown'));

/** What is counted on a flight: the number and how; that nobody counted is said, and is not 0. */
function counted(r: Row): Child {
  const x = r.counts[0];
  if (!x) return h('span', { class: 'soft' }, w('slots.nobody'));
  return [h('b', null, x.low !== null && x.high !== null ? range(x.low, x.high) : number(x.best ?? x.low)), ' ', h('span', { class: 'soft' }, token(x.method)), r.counts.length > 1 ? ` +${r.counts.length - 1}` : null];
}

function columns(corridors: boolean): Column<Row>[] {
  const t = (k: string): string => w('slots.' + k);
  return [
    { key: 'date', title: t('date'), header: true, cell: (r) => h('a', { href: keep('/slots?slot=' + encodeURIComponent(r.s.id)), class: 'open' }, day(r.s.date)), sort: (r) => r.s.date + (r.s.dep_local ?? '') },
    { key: 'corridor', title: t('corridor'), off: !corridors, small: true, cell: (r) => r.c.id, sort: (r) => r.c.id },
    { key: 'flight', title: t('flight'), small: true, cell: (r) => unknown(r.s.flight), sort: (r) => r.s.flight },
    { key: 'leaves', title: t('leaves'), off: true, cell: (r) => unknown(r.s.dep_local), sort: (r) => r.s.dep_local },
    { key: 'type', title: t('type'), off: true, cell: (r) => unknown(r.s.type), sort: (r) => r.s.type },
    { key: 'state', title: t('state'), cell: (r) => stateMark(r.s), sort: (r) => STATES.indexOf(r.s.state) },
    { key: 'watch', title: t('watch'), minor: true, cell: (r) => token(r.s.cover), sort: (r) => r.s.cover },
    { key: 'counted', title: t('counted'), small: true, cell: counted, sort: (r) => r.counts[0]?.best ?? r.counts[0]?.low ?? null },
    { key: 'lohi', title: t('interval'), about: t('interval_about'), right: true, cell: (r) => range(r.s.lo, r.s.hi), sort: (r) => r.s.hi - r.s.lo },
    { key: 'best', title: t('best'), right: true, cell: (r) => number(r.s.median), sort: (r) => r.s.median },
    { key: 'flew', title: t('flew'), about: t('flew_about'), right: true, minor: true, cell: (r) => share(r.s.p_operated), sort: (r) => r.s.p_operated },
    { key: 'seats', title: t('seats'), off: true, right: true, cell: (r) => unknown(r.s.seats && range(r.s.seats[0], r.s.seats[1])), sort: (r) => r.s.seats?.[1] ?? null },
    { key: 'ceiling', title: t('ceiling'), right: true, minor: true, cell: (r) => number(r.s.ceiling), sort: (r) => r.s.ceiling },
    { key: 'grade', title: t('grade'), about: t('grade_about'), cell: (r) => grade(r.grade, r.graded ?? undefined), sort: (r) => r.grade },
    { key: 'rows', title: t('rows'), minor: true, cell: (r) => refs(r.s.ref, 3), sort: (r) => r.s.ref.length },
  ];
}

export const slots: View = async (root, ctx) => {
  const a = await answer({ as_of: param('as_of'), interval: param('interval') });
  if (!ctx.live()) return;
  const all = rowsOf(a), months = [...new Set(all.map((r) => r.s.date.slice(0, 7)))].sort();
  const panel = h('aside', { class: 'panel', 'aria-label': w('slots.detail'), hidden: true }), said = h('p', { class: 'said', role: 'status' });
  let shown: Row | null = null;

  const t = table<Row>('slots', w('shell.nav.slots'), columns(a.corridors.length > 1), (r) => open(r, true));
  const beside = h('div', { class: 'beside' }, t.element, panel);
  function open(r: Row, move: boolean): void {
    shown = r;
    setParams({ slot: r.s.id });
    panel.hidden = false;
    beside.classList.add('open');
    clear(panel, slotPanel(r, () => ctx.live() && shown === r, close, !readOnly()));
    panel.scrollTop = 0;
    if (move) panel.querySelector<HTMLElement>('h2')?.focus({ preventScroll: innerWidth > 1000 });
  }
  function close(): void {
    if (!shown) return;
    const i = t.rows().indexOf(shown);
    shown = null;
    panel.hidden = true;
    beside.classList.remove('open');
    setParams({ slot: null });
    t.focus(Math.max(0, i));
  }
  t.element.addEventListener('click', (e) => {
    const link = (e.target as Element).closest('a.open'), i = link?.closest<HTMLElement>('tr')?.dataset.i;
    if (i === undefined || (e as MouseEvent).ctrlKey || (e as MouseEvent).metaKey || (e as MouseEvent).shiftKey) return;
    e.preventDefault();
    t.focus(+i, false);
    open(t.rows()[+i]!, true);
  });

  const filter = (): void => {
    const f = filterNow(), rows = all.filter((r) => passes(r, f));
    t.show(rows);
    if (shown) t.focus(rows.indexOf(shown), false);
    said.textContent = w('slots.shown', { n: number(rows.length), of: number(all.length), counted: number(rows.filter((r) => r.counts.length).length) });
    empty.hidden = rows.length > 0;
  };
  const pick = (name: string, label: string, options: [string, string][]): HTMLElement => {
    const list: HTMLSelectElement = h('select', { name, onchange: () => { setParams({ [name]: list.value }); filter(); } }, h('option', { value: '' }, w('slots.all')),
      options.map(([v, text]) => h('option', { value: v, selected: param(name) === v }, text)));
    return h('label', null, label, list);
  };
  let typing = 0;
  const search: HTMLInputElement = h('input', { type: 'search', name: 'q', value: param('q'), oninput: () => {
    clearTimeout(typing);
    typing = window.setTimeout(() => { setParams({ q: search.value }); filter(); tell(said.textContent ?? ''); }, 60);
  } });
  const clearAll = (): void => {
    setParams({ corridor: null, state: null, month: null, counted: null, when: null, q: null });
    for (const x of form.querySelectorAll('select')) x.value = '';
    search.value = '';
    filter();
  };
  const empty = h('p', { class: 'empty-note', hidden: true }, w('slots.empty'), ' ', h('button', { type: 'button', class: 'bare', onclick: clearAll }, w('slots.clear')));
  const form = h('form', { class: 'tools', role: 'search', onsubmit: (e: Event) => e.preventDefault() },
    h('label', null, w('slots.search'), search), a.corridors.length > 1 ? pick('corridor', w('slots.corridor'), a.corridors.map((c) => [c.id, c.id])) : null,
    pick('state', w('slots.state'), STATES.map((x) => [x, token(x)])), pick('month', w('slots.month'), months.map((m) => [m, month(m)])),
    pick('counted', w('slots.counted'), [['yes', w('slots.yes')], ['no', w('slots.no')]]), pick('when', w('slots.when'), [['past', w('slots.past')], ['future', w('slots.tocome')]]),
    t.chooser, said);
  clear(root, h('h1', null, w('slots.h1')), h('p', { class: 'intro' }, w('slots.intro')), form, beside, empty);
  filter();
  ctx.keys([
    { key: 'j', help: w('slots.key.down'), run: () => t.focus(shown ? t.rows().indexOf(shown) : 0) },
    { key: 'x', help: w('slots.key.clear'), run: clearAll },
    { key: 'Escape', help: w('shell.close'), run: close },
  ]);
  const asked = param('slot'), r = asked === null ? undefined : all.find((x) => x.s.id === asked);
  if (r) { open(r, false); t.focus(t.rows().indexOf(r), false); }
  else if (asked) root.append(h('p', { class: 'refused', role: 'alert' }, w('slots.nosuch', { id: asked })));
};
