/** Corridors of one field added up: the sum stands before each of them, with both of its intervals. */
import type { Answer, Corridor, Together } from './api';
import { h } from './dom';
import { date, level, number, range, share } from './format';
import { keep, refs } from './grade';
import { headlineOfSum } from './headline';
import { inEnglish, token, w } from './words';

/** @param now the corridor that the view is about */
export function sums(a: Answer, now: Corridor): HTMLElement[] {
  return a.together.map((t) => sum(t, t.corridors.map((id) => a.corridors.find((c) => c.id === id)!), now));
}

function sum(t: Together, of: Corridor[], now: Corridor): HTMLElement {
  const fact = (name: string, value: string, more: Array<string | HTMLElement> = []): HTMLElement => h('div', null, h('dt', null, name), h('dd', null, h('b', null, value), more.map((x) => [' ', x])));
  const apart = t.estimated.lo < t.estimated.hi ? fact(w('answer.together.apart'), range(t.apart.lo, t.apart.hi)) : null;
  return h('section', { class: 'sum', 'aria-label': w('answer.together', { n: of.length }) },
    h('p', { class: 'kicker' }, [w('answer.together', { n: of.length }), token(t.direction), t.group ? token(t.group) : null, token(t.unit)].filter(Boolean).join(' · ')),
    h('h2', null, headlineOfSum(t, of)),
    h('dl', { class: 'of-sum' },
      fact(w('answer.seen'), number(t.seen)), fact(w('answer.estimated'), range(t.estimated.lo, t.estimated.hi), [w('answer.middle', { level: level(t.interval) }), h('strong', null, number(t.estimated.median))]),
      apart, fact(w('answer.ceiling'), number(t.ceiling)), fact(w('answer.counted'), share(t.counted_share)), fact(w('answer.known'), number(t.slots.operated_known)),
      fact(w('answer.as_of'), date(t.as_of))),
    h('ul', { class: 'caution', lang: inEnglish() }, t.caveats.map((x) => h('li', null, x))),
    h('p', { class: 'parts-of' }, w('answer.together.of'), ' ', of.map((c, i) => [i ? ', ' : null, h('a', { href: keep('/?corridor=' + encodeURIComponent(c.id)), 'aria-current': c === now ? 'true' : null }, c.id)]), '. ', refs(t.ref, 3)));
}
