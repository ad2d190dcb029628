/** The sentence that may be quoted. The program writes it in English; in other languages the page says the same from the same numbers. */
import type { Corridor } from './api';
import { date, level, number } from './format';
import { lang, token, w } from './words';

export function placeOf(c: Corridor, end: 'origin' | 'destination'): string {
  return (end === 'origin' ? c.origin_place : c.destination_place)?.town ?? c[end];
}
export function headline(c: Corridor, whatIf = false): string {
  if (lang() === 'en' || whatIf) return c.headline;
  const group = c.group ? token(c.group) : '', unit = token(c.unit), fixed = c.estimated.lo === c.estimated.hi;
  return w(fixed ? 'answer.headline.fixed' : 'answer.headline', {
    lo: number(c.estimated.lo), hi: number(c.estimated.hi), best: number(c.estimated.median), unit, group, from: placeOf(c, 'origin'), to: placeOf(c, 'destination'),
    since: date(c.from), until: date(c.to), level: level(c.interval), seen: number(c.seen), ceiling: number(c.ceiling),
  }).replace(/\s+/g, ' ');
}
