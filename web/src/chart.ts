/** The server's charts: the same code draws them for the report. All of a case come in one answer, each in two widths. */
import { get } from './api';
import { clear, h, svgOf, type Child } from './dom';
import { keep } from './grade';
import type { Ctx } from './view';
import { inEnglish, w } from './words';

type Query = Record<string, string | null>;
interface Charts { corridors: { id: string; charts: Record<string, { wide: string; small: string | null } | null> }[] }

const NARROW = 480; /* px: under it the drawing for telephones */

/** @param slow those for which the estimate is made again, once for each assumption and source: seconds */
export async function chartsOf(q: Query, slow = false): Promise<Charts['corridors'][number]['charts']> {
  const all = await get<Charts>('/api/charts', { as_of: q.as_of, interval: q.interval, sensitivity: slow ? 1 : null });
  return all.corridors.find((c) => c.id === q.corridor)?.charts ?? {};
}

/** Draws picture NAME into `box`. `bare`: the drawing alone; else with the heading, the unit and the source that the report gives it. */
export async function chart(box: HTMLElement, name: string, q: Query, ctx: Ctx, made = chartsOf(q), bare = false, after: Child = null): Promise<void> {
  box.setAttribute('lang', inEnglish() ?? document.documentElement.lang);
  try {
    const both = (await made)[name], text = both && box.clientWidth < NARROW && both.small ? both.small : both?.wide, svg = text ? svgOf(text, (row) => keep('/e/' + row)) : null;
    if (!ctx.live()) return;
    if (!svg) return clear(box, h('p', { class: 'unit undrawn' }, w('answer.undrawn', { chart: w('answer.chart.' + name) })), after);
    svg.removeAttribute('width');
    const data = (k: string): string | null => svg.getAttribute('data-' + k);
    if (bare) return clear(box, svg, after);
    clear(box, h('figcaption', null, h('h2', null, data('title')), data('unit') ? h('p', { class: 'unit' }, data('unit')) : null), svg,
      data('note') ? h('p', { class: 'note' }, data('note')) : null, data('source') ? h('p', { class: 'src' }, data('source')) : null, after);
  } catch (e) {
    if (ctx.live()) clear(box, h('p', { class: 'unit undrawn', lang: inEnglish() }, `${w('answer.chart.' + name)}: ${e instanceof Error ? e.message : String(e)}`), after);
  }
}

/** Does it once `box` comes into sight or is printed: for pictures that take seconds. */
export function onSight(box: HTMLElement, ctx: Ctx, deed: () => void): void {
  const end = (): void => { eye.disconnect(); removeEventListener('beforeprint', begin); };
  const begin = (): void => { end(); deed(); };
  const eye = new IntersectionObserver((seen) => { if (seen.some((x) => x.isIntersecting)) begin(); }, { rootMargin: '200px' });
  eye.observe(box);
  addEventListener('beforeprint', begin);
  ctx.onLeave(end);
}
