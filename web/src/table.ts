/** A table that sorts, and that draws only the rows in sight once there are many. Order, columns and place are in the address. */
import { clear, h, tell, type Child } from './dom';
import { param, setParams } from './url';
import { w } from './words';

export interface Column<T> {
  key: string; title: string; cell: (row: T) => Child;
  /** What it sorts by; a column without it does not sort. null sorts last, both ways. */
  sort?: (row: T) => string | number | null;
  right?: boolean; wide?: boolean; header?: boolean;
  /** Left out until it is chosen; and left out on a narrow screen (`small`: on a telephone). */
  off?: boolean; minor?: boolean; small?: boolean;
  /** Said of the column where its title is short. */
  about?: string;
}
export interface Table<T> {
  element: HTMLElement;
  /** A box of ticks, one a column, for the tools above the table. */
  chooser: HTMLElement;
  show: (rows: T[]) => void;
  /** Marks a row, brings it into sight and puts the keyboard on it; `keyboard` false: all but that. -1: none. */
  focus: (index: number, keyboard?: boolean) => void;
  /** The rows as they are ordered now. */
  rows: () => readonly T[];
}

const FEW = 120, ROW = 31; /* px; app.css gives the rows of a long table this height */

/** @param name keeps its parameters in the address apart from those of other tables of the view
 *  @param open what a row does when it is clicked, or Enter on it */
export function table<T>(name: string, caption: string, columns: Column<T>[], open?: (row: T) => void): Table<T> {
  const head = h('tr'), body = h('tbody'), box = h('div', { class: 'scroll tablebox', tabindex: '0', role: 'region', 'aria-label': caption });
  const tab = h('table', { class: 'data' }, h('caption', { class: 'vh' }, caption), h('thead', null, head), body);
  let rows: T[] = [], order: T[] = [], at = -1, drawn = '', top = 0, tall = 0, whole = false, wide = 0, widths: number[] = [], cols: Column<T>[] = [];
  box.append(tab);

  const chosen = (): Set<string> => {
    const p = param(name + '.cols');
    return new Set(p === null ? columns.filter((c) => !c.off).map((c) => c.key) : p.split(' '));
  };
  const sortKey = (): { key: string; down: boolean } | null => {
    const p = param(name + '.sort');
    return p ? { key: p.replace(/^-/, ''), down: p.startsWith('-') } : null;
  };
  const classOf = (c: Column<T>): string | null => [c.right && 'num', c.wide && 'wide', c.minor && 'wide-only', c.small && 'no-phone'].filter(Boolean).join(' ') || null;

  const heads = (): void => clear(head, ...cols.map((c) => {
    const k = sortKey(), is = k?.key === c.key;
    return h('th', { scope: 'col', class: classOf(c), title: c.about, 'aria-sort': is ? (k!.down ? 'descending' : 'ascending') : null },
      c.sort ? h('button', { type: 'button', class: 'sort', 'data-key': c.key, onclick: () => sortBy(c) }, c.title, h('span', { class: 'arrow', 'aria-hidden': 'true' }, is ? (k!.down ? '↓' : '↑') : '')) : c.title);
  }));
  /** A long table keeps the widths that its columns had at first: they do not jump while one scrolls, and nothing is measured again. */
  function freeze(again = false): void {
    const cells = [...head.children] as HTMLElement[];
    if (again || !tab.classList.contains('long')) { widths = []; tab.style.tableLayout = ''; for (const c of cells) c.style.width = ''; }
    if (!tab.classList.contains('long')) return;
    if (widths.length !== cells.length) widths = cells.map((c) => c.offsetWidth);
    cells.forEach((c, i) => { c.style.width = widths[i] + 'px'; });
    tab.style.tableLayout = 'fixed';
  }
  function sortBy(c: Column<T>): void {
    const k = sortKey(), next = k?.key === c.key ? (k.down ? null : '-' + c.key) : c.key, marked = order[at];
    setParams({ [name + '.sort']: next });
    scrollTo(0);
    arrange(marked);
    head.querySelector<HTMLElement>(`[data-key="${c.key}"]`)?.focus({ preventScroll: true });
    tell(next ? w(next.startsWith('-') ? 'table.sorted.down' : 'table.sorted', { column: c.title }) : w('table.sorted.not'));
  }
  function arrange(marked?: T): void {
    const k = sortKey(), by = k && columns.find((x) => x.key === k.key)?.sort;
    order = rows;
    if (by) {
      const v = new Map(rows.map((r) => [r, by(r)])), f = k.down ? -1 : 1;
      order = [...rows].sort((a, b) => {
        const x = v.get(a) ?? null, y = v.get(b) ?? null;
        return x === y ? 0 : x === null ? 1 : y === null ? -1 : x < y ? -f : f;
      });
    }
    at = marked === undefined ? -1 : order.indexOf(marked);
    const on = chosen();
    cols = columns.filter((c) => c.header || on.has(c.key));
    heads();
    drawn = '';
    draw();
    freeze();
  }
  const row = (r: T, i: number): HTMLElement => h('tr', { 'aria-rowindex': i + 2, 'data-i': i, class: open ? 'opens' : null, tabindex: open ? -1 : null },
    cols.map((c) => h(c.header ? 'th' : 'td', { class: classOf(c), scope: c.header ? 'row' : null }, c.cell(r))));
  function spacer(px: number): Child {
    if (px <= 0) return null;
    const tr = h('tr', { class: 'space', 'aria-hidden': 'true' }, h('td', { colspan: cols.length }));
    tr.style.height = px + 'px';
    return tr;
  }
  function draw(): void {
    const long = order.length > FEW;
    let from = 0, to = order.length;
    if (long && !whole) {
      const n = Math.ceil((tall || 800) / ROW) + 16, first = Math.max(0, Math.floor(top / ROW) - 8);
      from = Math.min(first - (first % 2), Math.max(0, order.length - n));
      to = Math.min(order.length, from + n);
    }
    const key = `${from}:${to}:${whole}`;
    if (key === drawn) return mark();
    drawn = key;
    tab.classList.toggle('long', long && !whole);
    tab.setAttribute('aria-rowcount', String(order.length + 1));
    const had = body.contains(document.activeElement);
    clear(body, spacer(from * ROW), order.slice(from, to).map((r, i) => row(r, from + i)), spacer((order.length - to) * ROW));
    mark();
    if (had) body.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus({ preventScroll: true });
  }
  /** The marked row, without drawing the others again. */
  function mark(): void {
    if (!open) return;
    for (const tr of body.querySelectorAll<HTMLElement>('tr.at, tr[tabindex="0"]')) { tr.classList.remove('at'); tr.tabIndex = -1; }
    const tr = body.querySelector<HTMLElement>(`tr[data-i="${Math.max(at, 0)}"]`) ?? body.querySelector<HTMLElement>('tr[data-i]');
    if (!tr) return;
    tr.tabIndex = 0;
    tr.classList.toggle('at', +tr.dataset.i! === at);
  }
  let waiting = false;
  const later = (): void => { if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; top = box.scrollTop; tall = box.clientHeight; draw(); }); } };
  const scrollTo = (y: number): void => { if (top !== y || y) box.scrollTop = y; top = y; };
  box.addEventListener('scroll', later, { passive: true });
  new ResizeObserver(() => {
    if (box.clientWidth !== wide) { wide = box.clientWidth; freeze(true); }
    later();
  }).observe(box);
  // On paper there is no scrolling: all rows are drawn, and as many as were in sight again after it.
  const paper = (e: Event): void => {
    if (!box.isConnected) { removeEventListener('beforeprint', paper); removeEventListener('afterprint', paper); return; }
    whole = e.type === 'beforeprint';
    draw();
    freeze(true);
  };
  addEventListener('beforeprint', paper);
  addEventListener('afterprint', paper);
  function focus(i: number, keyboard = true): void {
    at = i < 0 ? -1 : Math.min(order.length - 1, i);
    const y = at * ROW;
    if (at >= 0 && order.length > FEW && (y < top || y > top + tall - 3 * ROW)) scrollTo(Math.max(0, Math.min(y - tall / 2, (order.length + 1) * ROW - tall)));
    draw();
    const tr = at < 0 ? null : body.querySelector<HTMLElement>(`tr[data-i="${at}"]`);
    if (keyboard) tr?.focus({ preventScroll: order.length > FEW });
    if (order.length <= FEW) tr?.scrollIntoView({ block: 'nearest' });
  }
  if (open) {
    body.addEventListener('click', (e) => {
      const t = e.target as Element, tr = t.closest<HTMLElement>('tr[data-i]');
      if (t.closest('a, button, input, select') || !tr) return;
      focus(+tr.dataset.i!);
      open(order[at]!);
    });
    body.addEventListener('keydown', (e) => {
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15, j: 1, k: -1 }[e.key], tr = (e.target as Element).closest<HTMLElement>('tr[data-i]');
      if (!tr || e.ctrlKey || e.metaKey || e.altKey) return;
      const i = +tr.dataset.i!;
      if (step) focus(Math.max(0, i + step));
      else if (e.key === 'Home') focus(0);
      else if (e.key === 'End') focus(order.length - 1);
      else if (e.key === 'Enter' && e.target === tr) { focus(i); open(order[i]!); }
      else return;
      e.preventDefault();
      e.stopPropagation();
    });
  }
  const chooser = h('details', { class: 'chooser' }, h('summary', null, w('table.columns')), h('div', null, columns.filter((c) => !c.header).map((c) =>
    h('label', null, h('input', { type: 'checkbox', value: c.key, checked: chosen().has(c.key), onchange: (e: Event) => {
      const on = chosen(), t = e.target as HTMLInputElement;
      if (t.checked) on.add(c.key); else on.delete(c.key);
      const list = columns.filter((x) => !x.header && on.has(x.key)).map((x) => x.key), plain = columns.filter((x) => !x.header && !x.off).map((x) => x.key);
      setParams({ [name + '.cols']: list.join(' ') === plain.join(' ') ? null : list.join(' ') || '-' });
      arrange(order[at]);
    } }), c.title))));
  chooser.addEventListener('keydown', (e) => { if (e.key === 'Escape') { chooser.open = false; chooser.querySelector('summary')?.focus(); e.stopPropagation(); } });
  chooser.addEventListener('focusout', (e) => { if (e.relatedTarget && !chooser.contains(e.relatedTarget as Node)) chooser.open = false; });
  return { element: box, chooser, show: (r) => { rows = r; scrollTo(0); arrange(); }, focus, rows: () => order };
}
