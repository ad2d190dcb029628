/** The sentence that may be quoted. The program writes it in English; in other languages the page says the same from the same numbers. */
import type { Corridor, Figured, Together } from './api';
import { date, level, list, number } from './format';
import { lang, token, w } from './words';

export function placeOf(c: Corridor, end: 'origin' | 'destination'): string {
  return (end === 'origin' ? c.origin_place : c.destination_place)?.town ?? c[end];
}
function sentence(c: Figured, from: string, to: string): string {
  return w(c.estimated.lo === c.estimated.hi ? 'answer.headline.fixed' : 'answer.headline', {
    lo: number(c.estimated.lo), hi: number(c.estimated.hi), best: number(c.estimated.median), unit: token(c.unit), group: c.group ? token(c.group) : '', from, to,
    since: date(c.from), until: date(c.to), level: level(c.interval), seen: number(c.seen), ceiling: number(c.ceiling),
  }).replace(/ {2,}/g, ' ').replace(/^[ ,]+/, ''); // without a group; the blanks within a figure are no blanks
}
export function headline(c: Corridor, whatIf = false): string {
  return lang() === 'en' || whatIf ? c.headline : sentence(c, placeOf(c, 'origin'), placeOf(c, 'destination'));
}
/** @param of the corridors that were added up */
export function headlineOfSum(t: Together, of: Corridor[]): string {
  if (lang() === 'en') return t.headline;
  const inbound = t.direction === 'inbound', there = list(of.map((c) => placeOf(c, inbound ? 'origin' : 'destination')), 4, 'answer.together.places');
  return w('answer.together.headline', { sentence: inbound ? sentence(t, there, t.at) : sentence(t, t.at, there) });
}
