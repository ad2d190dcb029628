/** What the views of time, place and evidence share: counted words, words of closed lists, days, and small controls. */
import { h, type Child } from './dom';
import { number } from './format';
import { lang, w } from './words';

const plurals = new Map<string, Intl.PluralRules>();

/** The text for a number of things: KEY.one, KEY.few, KEY.many or KEY.other, as the language wants it; {n} is the number. */
export function many(key: string, n: number, fill: Record<string, string | number> = {}): string {
  const l = lang();
  if (!plurals.has(l)) plurals.set(l, new Intl.PluralRules(l));
  const all = { ...fill, n: number(n) }, exact = `${key}.${plurals.get(l)!.select(n)}`, text = w(exact, all);
  return text === exact ? w(`${key}.other`, all) : text;
}

/** A word of a closed list of the program ("coverage hole" of gap) in the reader's language; the word itself where the list lacks it. */
export function term(list: string, word: string): string {
  const key = `term.${list}.${word.replace(/[^a-z0-9]+/gi, '_')}`, text = w(key);
  return text === key ? word : text;
}

export const DAY = 86400000;
export const msOf = (date: string): number => Date.parse(date.length === 10 ? `${date}T00:00:00Z` : date);
export const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
/** "04:20" of an instant. */
export const clock = (utc: string): string => utc.slice(11, 16);
const locale = (): string => (lang() === 'en' ? 'en-GB' : lang());
export const instant = (ms: number): string =>
  `${new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' }).format(ms)} UTC`;
/** "30 Oct 2023": without the weekday. */
export const shortDay = (date: string): string => {
  const ms = msOf(date);
  return Number.isNaN(ms) ? date : new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(ms).replace(/\s*г\.$/, '');
};
export const when = (date: string | null | undefined): HTMLElement =>
  date ? h('time', { datetime: date, class: 'when' }, shortDay(date)) : unknown();

/** Unknown is said. */
export const unknown = (): HTMLElement => h('span', { class: 'soft' }, w('token.unknown'));

/** Heading of a view, with what it is about. */
export const head = (view: string): Child[] => [h('h1', null, w(`${view}.title`)), h('p', { class: 'intro' }, w(`${view}.about`))];

/** One of few: radio buttons in a line. */
export function choice(name: string, legend: string, options: [string, Child][], value: string, change: (value: string) => void): HTMLElement {
  return h('fieldset', { class: 'choice' }, h('legend', null, legend), options.map(([key, label]) =>
    h('label', { class: 'row' }, h('input', { type: 'radio', name, value: key, checked: key === value, onchange: () => change(key) }), h('span', null, label))));
}
export function select(legend: string, options: [string, string][], value: string, change: (value: string) => void): HTMLLabelElement {
  const list: HTMLSelectElement = h('select', { onchange: () => change(list.value) }, options.map(([key, label]) => h('option', { value: key, selected: key === value }, label)));
  return h('label', null, legend, list);
}
export function tick(label: string, on: boolean, change: (on: boolean) => void): HTMLLabelElement {
  const box: HTMLInputElement = h('input', { type: 'checkbox', checked: on, onchange: () => change(box.checked) });
  return h('label', { class: 'row' }, box, label);
}
/** A button that bears a sign; its label is heard and shown over it. */
export const sign = (mark: string, label: string, press: () => void): HTMLButtonElement =>
  h('button', { type: 'button', class: 'sign', 'aria-label': label, title: label, onclick: press }, h('span', { 'aria-hidden': 'true' }, mark));

/** Waits till nothing has happened for `ms`. */
export function settle(ms: number, deed: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(deed, ms);
  };
}
