/** A slot with what stands behind it, ready to be shown, filtered and ordered. */
import type { Answer, Corridor, Count, Slot } from './api';
import { h } from './dom';
import { day } from './format';
import { param } from './url';
import { token, w } from './words';

/** `text` is what a search looks through, in small letters. */
export interface Row { s: Slot; c: Corridor; counts: Count[]; grade: string | null; graded: string | null; text: string }
export const STATES = ['announced', 'seen', 'tracked', 'operated', 'cancelled', 'unknown'];

const STRENGTH = ['counts', 'flights', 'legs', 'schedules'];

/** The source of the strongest evidence: of a count before one of a report, of a report before one of a timetable. Best letter among
 *  equals. The information itself is graded on claims only. */
function gradeOf(a: Answer, s: Slot, reliability: Map<string, { letter: string; label: string }>): { letter: string; label: string } | null {
  let best: { letter: string; label: string } | null = null, rank = STRENGTH.length;
  for (const name of s.ref) {
    const row = a.rows[name], at = row ? STRENGTH.indexOf(row.sheet) : -1, g = at < 0 ? undefined : reliability.get(String(row!.row.source ?? ''));
    if (g && (at < rank || (at === rank && g.letter < best!.letter))) { best = g; rank = at; }
  }
  return best;
}

export function rowsOf(a: Answer): Row[] {
  const counts = new Map(a.counts.map((c) => [c.row, c]));
  const reliability = new Map(a.sources.filter((x) => x.reliability).map((x) => [x.id, { letter: x.reliability!, label: x.label }]));
  const days = new Map<string, string>();
  const inWords = (date: string): string => days.get(date) ?? (days.set(date, day(date)), days.get(date)!);
  return a.corridors.flatMap((c) => c.by_slot.map((s) => {
    const g = gradeOf(a, s, reliability);
    return {
      s, c, counts: s.counts.map((r) => counts.get(r)).filter((x): x is Count => x !== undefined), grade: g?.letter ?? null, graded: g?.label ?? null,
      text: [s.id, s.flight, s.type, s.dep_local, s.season, s.leg, s.reason, s.cover, s.states.join(' '), token(s.state), inWords(s.date), s.ref.join(' ')].join(' ').toLowerCase(),
    };
  }));
}

export interface Filter { corridor: string | null; state: string | null; month: string | null; counted: string | null; when: string | null; q: string[] }
export function filterNow(): Filter {
  return { corridor: param('corridor'), state: param('state'), month: param('month'), counted: param('counted'), when: param('when'), q: (param('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean) };
}
export function passes(r: Row, f: Filter): boolean {
  return (!f.corridor || r.c.id === f.corridor) && (!f.state || r.s.state === f.state) && (!f.month || r.s.date.startsWith(f.month)) &&
    (!f.counted || (f.counted === 'yes') === r.counts.length > 0) && (!f.when || (f.when === 'future') === r.s.future) &&
    f.q.every((word) => r.text.includes(word));
}

/** The state, in sign and word. States that hold at once and contradict each other are shown so. */
export function stateMark(s: Slot): HTMLElement {
  return h('span', { class: 'state state-' + (STATES.includes(s.state) ? s.state : 'unknown') }, token(s.state),
    s.future ? h('span', { class: 'soft no-phone' }, ', ' + w('slots.tocome')) : null, s.conflict ? h('b', { class: 'flag' }, ' ' + w('slots.disputed')) : null);
}
