/** The pictures of an answer, each with its numbers as a table whose rows link to what they rest on. */
import { get, type Answer, type Corridor } from './api';
import { chart, chartsOf, onSight } from './chart';
import { clear, h, type Child } from './dom';
import { date, month, number, range, share, signed } from './format';
import { keep, refs } from './grade';
import type { Ctx } from './view';
import { inEnglish, token, w } from './words';

type Query = Record<string, string | null>;

function numbers(about: string, heads: string[], rows: () => Child[][], text = 1): HTMLElement {
  const box = h('details', { class: 'numbers' }, h('summary', null, w('answer.numbers')));
  box.addEventListener('toggle', () => {
    if (box.open && box.childElementCount < 2) box.append(tableOf(about, heads, rows(), text));
  });
  return box;
}
/** The first `text` columns are words, the last is links, the others are numbers. */
function tableOf(about: string, heads: string[], rows: Child[][], text: number): HTMLElement {
  const kind = (i: number): string | null => (i < text || i === heads.length - 1 ? null : 'num');
  return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': about }, h('table', null, h('caption', { class: 'vh' }, about),
    h('thead', null, h('tr', null, heads.map((t, i) => h('th', { scope: 'col', class: kind(i) }, t)))),
    h('tbody', null, rows.map((r) => h('tr', null, r.map((x, i) => (i ? h('td', { class: kind(i) }, x) : h('th', { scope: 'row' }, x))))))));
}
const slotLink = (slot: string): HTMLElement => h('a', { href: keep('/slots?slot=' + encodeURIComponent(slot)) }, slot);
const title = (k: string): string => w('answer.chart.' + k);
const head = (...k: string[]): string[] => k.map((x) => w('answer.col.' + x));

/** @param held pictures of claims that are not of the total: what there is */
export function figures(c: Corridor, q: Query, ctx: Ctx, held: string[]): HTMLElement[] {
  const place = (name: string, wide: boolean): HTMLElement => h('figure', { class: wide ? `wide fig-${name}` : `fig-${name}` }, h('p', { class: 'unit' }, w('shell.waiting')));
  const dots = place('dots', true), advice = place('advice', false), fan = place('fan', true), months = place('months', false), weeks = place('weeks', true), tornado = place('tornado', true), hangs = place('otherwise', false);
  const tables: Record<string, HTMLElement> = {
    dots: numbers(title('dots'), head('chance', 'people', 'rows'), () => Object.entries(c.quantiles).filter((_, i) => i % 5 === 4).map(([p, v]) => [share(+p), number(v), refs(c.ref, 2)])),
    fan: numbers(title('fan'), head('date', '5', '25', '50', '75', '95', 'rows'), () => c.cumulative.map((x) => [date(x.date), number(x.q05), number(x.q25), number(x.q50), number(x.q75), number(x.q95), refs(x.ref, 2)])),
    months: numbers(title('months'), head('month', 'slots', 'low', 'middle', 'high', 'rows'), () => c.by_month.map((m) => [month(m.month), number(m.slots), number(m.lo), number(m.median), number(m.hi), refs(m.ref, 2)])),
    weeks: numbers(title('weeks'), head('week', 'announced', 'operated', 'cancelled', 'unknown', 'counted', 'rows'), () => c.weekly.map((x) => [date(x.week), number(x.announced), number(x.operated), number(x.cancelled), number(x.unknown), number(x.counted), refs(x.ref, 2)])),
    advice: numbers(title('advice'), head('slot', 'method', 'narrows', 'rows'), () => c.next.map((x) => [slotLink(x.slot), token(x.method), share(x.narrowing), refs(x.ref, 2)]), 2),
  };
  const made = chartsOf(q), beside = held.map((name) => place(name, true));
  held.forEach((name, i) => void chart(beside[i]!, name, q, ctx, made, false, h('p', { class: 'unit' }, h('a', { href: keep('/claims') }, w('shell.nav.claims')))));
  for (const [name, box] of Object.entries({ dots, advice, fan, months, weeks })) void chart(box, name, q, ctx, made, false, tables[name]);
  clear(tornado, h('p', { class: 'unit waiting' }, w('answer.tornado.waiting')));
  clear(hangs, h('p', { class: 'unit waiting' }, w('answer.tornado.waiting')));
  onSight(tornado, ctx, () => {
    const slow = chartsOf(q, true);
    void chart(tornado, 'tornado', q, ctx, slow, false, sensitivity(c, q, ctx));
    void chart(hangs, 'otherwise', q, ctx, slow, false, certain(c, q, ctx));
  });
  return [h('div', { class: 'figs' }, dots, ...beside, advice, fan, months, weeks, tornado, hangs)];
}

/** Both ends of each assumption and source, asked for when the table is opened: the whole estimate is made again for each. */
async function again(c: Corridor, q: Query): Promise<Corridor | undefined> {
  const a = await get<Answer>('/api/sensitivity', { as_of: q.as_of, interval: q.interval });
  return a.corridors.find((x) => x.id === c.id);
}
function late(label: string, fill: () => Promise<Child>, ctx: Ctx): HTMLElement {
  const box = h('details', { class: 'numbers' }, h('summary', null, label));
  box.addEventListener('toggle', async () => {
    if (!box.open || box.childElementCount > 1) return;
    const wait = h('p', { class: 'unit waiting' }, w('answer.tornado.waiting'));
    box.append(wait);
    const made = await fill().catch((e: Error) => h('p', { class: 'refused', role: 'alert' }, e.message));
    if (ctx.live()) { wait.remove(); clear(box, box.firstElementChild, made); }
  });
  return box;
}
function sensitivity(c: Corridor, q: Query, ctx: Ctx): HTMLElement {
  return late(w('answer.numbers'), async () => {
    const list = ((await again(c, q))?.sensitivity ?? []) as { name: string; low: any; high: any; swing: number; ref: string[] }[];
    const end = (x: { text: string; median: number }): Child => [x.text, ': ', h('b', null, number(x.median))];
    return tableOf(title('tornado'), head('what', 'low_end', 'high_end', 'swing', 'rows'), list.map((x) => [h('span', { lang: inEnglish() }, x.name), end(x.low), end(x.high), number(x.swing), refs(x.ref, 2)]), 3);
  }, ctx);
}
function certain(c: Corridor, q: Query, ctx: Ctx): HTMLElement {
  return late(w('answer.numbers'), async () => {
    const list = ((await again(c, q))?.whatif ?? []) as { assume: string; median: number; lo: number; hi: number; ref: string[] }[];
    if (!list.length) return h('p', { class: 'unit' }, w('answer.certain.none'));
    return tableOf(title('otherwise'), head('assume', 'range', 'middle', 'difference', 'rows'), list.map((x) =>
      [h('code', null, x.assume), range(x.lo, x.hi), number(x.median), signed(x.median - c.estimated.median), refs(x.ref, 2)]), 1);
  }, ctx);
}
