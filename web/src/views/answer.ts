/** The answer: the sentence, three figures with their rows, what to know before quoting it, what it hangs on. */
import { answer as ask, type Answer, type Corridor } from '../api';
import { chart } from '../chart';
import { h, type Child } from '../dom';
import { date, level, number, range, share } from '../format';
import { keep, refs } from '../grade';
import { figures } from '../answer_figures';
import { headline, placeOf } from '../headline';
import { sums } from '../together';
import { param } from '../url';
import type { Ctx, View } from '../view';
import { whatIf } from '../whatif';
import { inEnglish, token, w } from '../words';

export const answer: View = async (root, ctx) => {
  const settings = { as_of: param('as_of'), interval: param('interval') }, a = await ask(settings);
  if (!ctx.live()) return;
  const c = a.corridors.find((x) => x.id === param('corridor')) ?? a.corridors[0];
  if (!c) {
    root.append(h('h1', null, w('answer.none')), h('p', { class: 'empty-note' }, w('answer.none.why'), ' ', h('a', { href: keep('/enter') }, w('shell.nav.enter'))));
    return;
  }
  const q = { ...settings, corridor: c.id };
  root.append(...sums(a, c), corridors(a, c, ctx), article(c, q, ctx), ...figures(c, q, ctx, held(a, c)), assumptions(c));
  ctx.keys([
    { key: ']', help: w('answer.key.next'), run: () => step(a, c, 1, ctx) }, { key: '[', help: w('answer.key.back'), run: () => step(a, c, -1, ctx) },
    { key: 'w', help: w('answer.key.whatif'), run: () => root.querySelector<HTMLElement>('.whatif input')?.focus() },
  ]);
};

/** Are there claims that stand beside the flights that flew, or beside a part of the period, and not beside the total? */
function held(a: Answer, c: Corridor): string[] {
  const any = (unit: string): boolean => a.claims.some((k) => k.corridor === c.id && k.status !== 'retracted' && k.percentile !== null && k.estimate?.unit === unit && (unit === 'flights' || k.part));
  return [any('flights') ? 'flights' : null, any('person-movements') ? 'parts' : null].filter((x): x is string => x !== null);
}
/** This view with one thing otherwise. */
function here(change: Record<string, string | null>): string {
  const q = new URLSearchParams(location.search);
  for (const [k, v] of Object.entries(change)) if (v === null || v === '') q.delete(k); else q.set(k, v);
  const t = q.toString();
  return '/' + (t ? '?' + t : '');
}
function step(a: Answer, c: Corridor, by: number, ctx: Ctx): void {
  const i = a.corridors.indexOf(c) + by;
  if (a.corridors[i]) ctx.go(here({ corridor: a.corridors[i]!.id }));
}

function corridors(a: Answer, c: Corridor, ctx: Ctx): HTMLElement {
  const few = a.corridors.length <= 6;
  const go = (k: string) => (e: Event) => ctx.go(here({ [k]: (e.target as HTMLInputElement).value || null }));
  const levels = [0.5, 0.8, 0.9, 0.95, 0.99], at = a.interval;
  return h('div', { class: 'which' },
    a.corridors.length < 2 ? null : few
      ? h('nav', { 'aria-label': w('answer.corridors') }, h('ul', { class: 'corridors' }, a.corridors.map((x) => h('li', null,
        h('a', { href: here({ corridor: x.id }), 'aria-current': x === c ? 'true' : null }, h('b', null, x.id), ' ', h('span', null, range(x.estimated.lo, x.estimated.hi)))))))
      : h('label', null, w('answer.corridors'), h('select', { onchange: go('corridor') }, a.corridors.map((x) =>
        h('option', { value: x.id, selected: x === c }, `${x.id}  ${range(x.estimated.lo, x.estimated.hi)}`)))),
    h('div', { class: 'tools' },
      h('label', null, w('answer.as_of'), h('input', { type: 'date', value: a.as_of, onchange: go('as_of') })),
      h('label', null, w('answer.interval'), h('select', { onchange: go('interval') }, [...new Set([...levels, at])].sort().map((p) => h('option', { value: p === 0.9 ? '' : p, selected: p === at }, level(p)))))));
}

const slotsOf = (c: Corridor, more = ''): string => keep(`/slots?corridor=${encodeURIComponent(c.id)}${more}`);

function three(c: Corridor): HTMLElement {
  return h('dl', { class: 'three' },
    h('div', null, h('dt', null, w('answer.seen')), h('dd', { class: 'big' }, h('a', { href: slotsOf(c, '&counted=yes') }, number(c.seen))),
      h('dd', { lang: inEnglish() }, c.seen_why, ' ', refs(c.seen_ref, 3))),
    h('div', { class: 'f-est' }, h('dt', null, w('answer.estimated')), h('dd', { class: 'big' }, h('a', { href: slotsOf(c) }, range(c.estimated.lo, c.estimated.hi))),
      h('dd', null, w('answer.middle', { level: level(c.interval) }), ' ', h('strong', null, number(c.estimated.median)), '. ', w('answer.from'), ' ', refs(c.ref, 3))),
    h('div', null, h('dt', null, w('answer.ceiling')), h('dd', { class: 'big' }, h('a', { href: slotsOf(c, '&slots.sort=-ceiling') }, number(c.ceiling))),
      h('dd', { lang: inEnglish() }, c.ceiling_why, ' ', refs(c.ceiling_ref, 3))));
}

function facts(c: Corridor): HTMLElement {
  const s = c.slots, fact = (value: Child, name: string, link?: string) =>
    h('div', null, h('dt', null, name), h('dd', null, link ? h('a', { href: slotsOf(c, link) }, value) : value));
  return h('dl', { class: 'facts' },
    fact(number(s.announced), w('answer.announced'), ''), fact(number(s.operated_known), w('answer.known'), '&state=operated'),
    fact(number(s.cancelled), w('answer.cancelled'), '&state=cancelled'), fact(number(s.unknown), w('answer.nobody')),
    fact(number(s.future), w('answer.future'), '&when=future'), fact(range(c.operated.lo, c.operated.hi), w('answer.flown')), fact(share(c.counted_share), w('answer.counted')));
}

function before(c: Corridor): HTMLElement {
  const item = (x: Corridor['caveats'][number]) => (typeof x === 'string' ? x : x.text), rest = c.caveats.slice(3).map(item);
  return h('aside', { class: 'before', 'aria-labelledby': 'before' }, h('h2', { id: 'before' }, w('answer.before')),
    c.caveats.length ? h('ol', { lang: inEnglish() }, c.caveats.slice(0, 3).map((x) => h('li', null, item(x)))) : h('p', null, w('answer.before.none')),
    rest.length ? h('details', null, h('summary', null, w('answer.before.more', { n: rest.length })), h('ol', { lang: inEnglish(), class: 'rest' }, rest.map((x) => h('li', null, x)))) : null,
    h('p', null, h('a', { href: keep('/checks') }, w('answer.before.checks'))));
}

function article(c: Corridor, q: Record<string, string | null>, ctx: Ctx): HTMLElement {
  const strip = h('div', { class: 'strip' });
  void chart(strip, 'strip', q, ctx, undefined, true);
  return h('article', { class: 'answer' },
    h('p', { class: 'kicker' }, [token(c.direction), c.group ? token(c.group) : null, token(c.unit), c.id].filter(Boolean).join(' · ')),
    h('p', { class: 'from-to' }, h('b', null, w('answer.from_to', { from: placeOf(c, 'origin'), to: placeOf(c, 'destination') })), ' ',
      h('span', { class: 'period' }, `${date(c.from)} – ${date(c.to)}`)),
    h('div', { class: 'lede' },
      h('div', null, h('h1', null, headline(c)), three(c), strip),
      h('div', null, before(c), whatIf(c, ctx))),
    facts(c));
}

function assumptions(c: Corridor): HTMLElement {
  return h('section', { class: 'assumed' }, h('h2', null, w('answer.assumed')), h('p', { class: 'intro' }, w('answer.assumed.about')),
    h('div', { class: 'scroll', lang: inEnglish(), tabindex: '0', role: 'region', 'aria-label': w('answer.assumed') }, h('table', { class: 'stack' },
      h('thead', null, h('tr', null, ['what', 'value', 'why', 'rows'].map((k) => h('th', { scope: 'col', lang: inEnglish() && document.documentElement.lang }, w('answer.assumed.' + k))))),
      h('tbody', null, c.assumptions.map((x) => h('tr', null, h('th', { scope: 'row' }, x.name), h('td', { class: 'wide' }, x.value), h('td', { class: 'wide' }, x.why), h('td', null, x.ref.length ? refs(x.ref, 3) : h('span', { class: 'soft' }, w('answer.norow')))))))));
}

