/** The Admiralty grade as two separate marks, a square for the source and a circle for the information; a half that nobody judged is a dash. */
import { clear, h, put } from './dom';
import { w } from './words';

export function grade(code: string | null | undefined, of?: string): HTMLElement {
  const source = /^[A-F]/.exec(code ?? '')?.[0] ?? null, information = /[1-6]$/.exec(code ?? '')?.[0] ?? null;
  const said = `${of ? of + ': ' : ''}${w(source ? 'grade.' + source : 'grade.source')}; ${w(information ? 'grade.' + information : 'grade.information')}`;
  return h('span', { class: 'grade', title: said },
    h('span', { class: source ? 'g-src' : 'g-src open', 'aria-hidden': 'true' }, source ?? '–'),
    h('span', { class: information ? 'g-inf' : 'g-inf open', 'aria-hidden': 'true' }, information ?? '–'),
    h('span', { class: 'vh' }, said));
}
/** Links to rows of the case; more than `most` are behind a button. */
export function refs(rows: string[] | null | undefined, most = 6): HTMLElement {
  const list = rows ?? [], box = h('span', { class: 'refs' });
  const link = (r: string, i: number) => [i ? ' ' : null, h('a', { href: keep('/e/' + r), title: w('shell.entry', { row: r }) }, r.slice(0, 6))];
  put(box, list.slice(0, most).map(link));
  if (list.length > most)
    put(box, [' ', h('button', { type: 'button', class: 'bare', onclick: () => clear(box, ...list.map(link)) }, w('shell.more', { n: list.length - most }))]);
  return box;
}
/** A path with the language of the page kept. */
export function keep(path: string): string {
  const l = new URLSearchParams(location.search).get('lang');
  return l ? path + (path.includes('?') ? '&' : '?') + 'lang=' + encodeURIComponent(l) : path;
}
