/** One slot: its states, who counted, what the estimate makes of it, and every step from the line of a sheet to the figure. */
import { get, type Count } from './api';
import { clear, h, type Child } from './dom';
import { day, level, number, range, share } from './format';
import { grade, keep, refs } from './grade';
import { stateMark, type Row } from './slot_rows';
import { inEnglish, token, w } from './words';

interface Step { step: string; what: string; row: string | null; body: Record<string, unknown> | null }

const value = (v: unknown): string => (v === null || v === undefined || v === '' ? w('token.unknown') : typeof v === 'object' ? (Array.isArray(v) ? v.map(value).join(', ') : JSON.stringify(v)) : typeof v === 'boolean' ? w(v ? 'slots.yes' : 'slots.no') : String(v));
const named = (k: string): string => k.replaceAll('_', ' ');

function step(x: Step, i: number): HTMLElement {
  const body = Object.entries(x.body ?? {}).filter(([k]) => k !== 'corridor' && k !== 'id');
  return h('li', null, h('p', null, h('b', null, x.step === 'row' ? token(x.what) : x.what), ' ', x.row ? refs([x.row]) : null),
    h('details', { open: i === 0 && x.step === 'row' }, h('summary', null, w('slots.fields', { n: body.length })), h('dl', { class: 'pairs' }, body.map(([k, v]) => [h('dt', null, named(k)), h('dd', null, value(v))]))));
}
function counted(x: Count): HTMLElement {
  const n = x.low !== null || x.high !== null ? `${range(x.low ?? x.best, x.high ?? x.best)}${x.best !== null && x.low !== x.high ? ` (${w('slots.best')} ${number(x.best)})` : ''}` : number(x.best);
  return h('li', null, h('b', null, n), ' ', token(x.method), ', ', h('span', { lang: inEnglish() }, `${x.of}, ${x.stage}. ${x.why}`), ' ', refs([x.row]));
}

export function slotPanel(r: Row, live: () => boolean, close: () => void, writes: boolean): HTMLElement {
  const s = r.s, line = (name: string, v: Child): Child[] => [h('dt', null, name), h('dd', null, v)];
  const trail = h('div', null, h('p', { class: 'waiting' }, w('shell.waiting')));
  void get<Step[] | { steps: Step[] }>('/api/explain', { what: s.id }).then((x) => {
    const list = Array.isArray(x) ? x : x.steps;
    if (live()) clear(trail, h('ol', { class: 'steps', lang: inEnglish() }, list.map(step)));
  }, (e: Error) => { if (live()) clear(trail, h('p', { class: 'refused', role: 'alert' }, e.message)); });
  const link = (path: string, words: string): Child => h('a', { href: keep(path + encodeURIComponent(s.id)) }, words);
  return h('div', null, h('button', { type: 'button', class: 'plain close', onclick: close }, w('shell.close')),
    h('p', { class: 'kicker' }, r.c.id), h('h2', { tabindex: '-1' }, `${day(s.date)}${s.flight ? ', ' + s.flight : ''}`),
    h('p', { class: 'big' }, range(s.lo, s.hi), h('span', null, ` ${w('slots.aboard', { level: level(r.c.interval), best: number(s.median) })}`)),
    h('dl', { class: 'pairs' },
      line(w('slots.state'), stateMark(s)), line(w('slots.states'), s.states.map(token).join(', ') || w('token.unknown')), s.reason ? line(w('slots.reason'), h('span', { lang: inEnglish() }, s.reason)) : null,
      line(w('slots.watch'), token(s.cover)), line(w('slots.leaves'), s.dep_local ? `${s.dep_local}${s.clock !== 'ok' ? ` (${s.clock})` : ''}` : w('token.unknown')),
      line(w('slots.type'), s.type ?? w('token.unknown')), line(w('slots.seats'), s.seats ? range(s.seats[0], s.seats[1]) : w('token.unknown')), line(w('slots.ceiling'), number(s.ceiling)),
      line(w('slots.flew'), share(s.p_operated)), line(w('slots.seen'), s.seen === null ? w('slots.nobody') : number(s.seen)),
      line(w('slots.grade'), [grade(r.grade, r.graded ?? undefined), r.graded ? h('span', { class: 'soft', lang: inEnglish() }, ' ' + r.graded) : null]),
      s.leg ? line(w('slots.leg'), h('a', { href: keep('/map?leg=' + encodeURIComponent(s.leg)) }, s.leg)) : null,
      s.review ? line(w('slots.review'), `${token(s.review.state)} (${s.review.by.join(', ')})`) : null,
      line(w('slots.rows'), refs(s.ref, 8))),
    h('h3', null, w('slots.counts')), r.counts.length ? h('ul', { class: 'countlist' }, r.counts.map(counted)) : h('p', { class: 'unit' }, w('slots.nocount')),
    h('p', { class: 'deeds' }, writes ? [link('/count?slot=', w('slots.docount')), ' ', link('/enter?sheet=counts&slot=', w('slots.doenter')), ' '] : null, link('/slots?slot=', w('slots.permalink'))),
    h('h3', null, w('slots.behind')), trail);
}
