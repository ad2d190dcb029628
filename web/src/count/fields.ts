/** Choosing a source or a slot of the case: typed with help, or taken from the list. */
import type { Answer, Source } from '../api';
import { clear, h } from '../dom';

export interface SlotChoice { id: string; corridor: string; date: string; flight: string | null; direction: string }
export interface Field { element: HTMLElement; input: HTMLInputElement; value: () => string }
let n = 0;

/** An input with at most 60 suggestions: a case can have ten thousand slots. */
export function suggest(label: string, options: () => [string, string][], value: string, required = false, attrs: Record<string, string> = {}): Field {
  const id = `choose-${++n}`, offers = h('datalist', { id }), input: HTMLInputElement = h('input', { type: 'text', list: id, value, autocomplete: 'off', spellcheck: 'false', required, ...attrs });
  const fill = (): void => {
    const t = input.value.trim().toLowerCase(), all = options();
    const fit = all.filter(([v, text]) => !t || v.toLowerCase().includes(t) || text.toLowerCase().includes(t)).slice(0, 60);
    clear(offers, ...fit.map(([v, text]) => h('option', { value: v }, text)));
  };
  input.addEventListener('focus', fill);
  input.addEventListener('input', () => { input.removeAttribute('aria-invalid'); fill(); });
  return { element: h('label', null, h('span', { class: 'name' }, label), input, offers), input, value: () => input.value.trim() };
}
export const sourceField = (label: string, sources: () => Source[], value: string, required = false): Field =>
  suggest(label, () => sources().map((s) => [s.id, s.label]), value, required);
export const slotField = (label: string, slots: () => SlotChoice[], value: string): Field => suggest(label, () => slots().map((s) => [s.id, '']), value);
export const slotsOf = (a: Answer): SlotChoice[] => a.corridors.flatMap((c) => c.by_slot.map((s) => ({ id: s.id, corridor: c.id, date: s.date, flight: s.flight, direction: c.direction })));
