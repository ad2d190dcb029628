/** Intervals under each other on one scale, for the cells of a table: the bar is the interval, the line in it the middle. */
import { s } from './dom';
import type { Estimate } from './api';

const WIDE = 280, TALL = 18;

/** A round number of at most five steps that spans what is shown. */
export function scaleOf(list: (Estimate | null)[]): { max: number; ticks: number[] } {
  const top = Math.max(1, ...list.map((e) => e?.hi ?? 0)), raw = top / 4, ten = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((k) => k * ten).find((k) => k >= raw)!, n = Math.ceil(top / step);
  return { max: n * step, ticks: Array.from({ length: n + 1 }, (_, i) => i * step) };
}
const at = (v: number, max: number): number => 2 + Math.round((v / max) * (WIDE - 4) * 10) / 10;

/** @param before the middle that this one moved from, as a hollow mark */
export function bar(e: Estimate, max: number, kind: 'end' | 'step', before?: number | null): SVGElement {
  const x = (v: number) => at(v, max), y = TALL / 2;
  return s('svg', { class: 'bar-of', viewBox: `0 0 ${WIDE} ${TALL}`, 'aria-hidden': 'true' },
    s('rect', { x: x(e.lo), y: y - 5, width: Math.max(1, x(e.hi) - x(e.lo)), height: 10, class: kind === 'end' ? 'est2' : 'est1' }),
    before !== null && before !== undefined && before !== e.median ? s('path', { d: `M${x(before)} ${y}H${x(e.median)}`, class: 'moved' }) : null,
    s('path', { d: `M${x(e.median)} ${y - 8}V${y + 8}`, class: 'mid' }));
}
export function axis(max: number, ticks: number[], words: (v: number) => string): SVGElement {
  return s('svg', { class: 'bar-of', viewBox: `0 0 ${WIDE} ${TALL}`, 'aria-hidden': 'true' }, s('path', { d: `M2 ${TALL - 1}H${WIDE - 2}`, class: 'base' }),
    ticks.map((v, i) => [s('path', { d: `M${at(v, max)} ${TALL - 4}V${TALL - 1}`, class: 'base' }),
      s('text', { x: at(v, max), y: TALL - 6, class: i === 0 ? 'tick' : i === ticks.length - 1 ? 'tick e' : 'tick m' }, words(v))]));
}
