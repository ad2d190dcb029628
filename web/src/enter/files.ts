/** Files into the case: chosen, or dropped anywhere on the page; what became of each, and the rows that could not be read. */
import { clear, h, type Child } from '../dom';
import { number, share } from '../format';
import { keep } from '../grade';
import { many } from '../parts';
import type { Ctx } from '../view';
import { inEnglish, token, w } from '../words';
import { take } from '../drop';
import { runs, watch, type Run, type Tally } from './importing';

const size = (n: number): string => (n < 10240 ? w('enter.bytes', { n: number(n) }) : n < 10485760 ? w('enter.kib', { n: number(Math.round(n / 1024)) }) : w('enter.mib', { n: number(Math.round(n / 1048576)) }));

/** "12 rows entered; 1 could not be read" */
function tally(t: Tally): string {
  const parts = [many('enter.rows', t.rows)];
  if (t.superseded) parts.push(many('enter.superseded', t.superseded));
  if (t.rows_known) parts.push(many('enter.known', t.rows_known));
  if (t.withdrawn) parts.push(many('enter.withdrawn', t.withdrawn));
  if (t.refused) parts.push(many('enter.refused', t.refused));
  parts.push(t.bad_rows ? many('enter.bad', t.bad_rows) : w('enter.nobad'));
  return parts.join('; ');
}
function badRows(t: Tally): Child {
  if (!t.bad.length) return null;
  return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': w('enter.badtitle') }, h('table', null, h('caption', { class: 'vh' }, w('enter.badtitle')),
    h('thead', null, h('tr', null, ['sheet', 'line', 'column', 'why'].map((k) => h('th', { scope: 'col', class: k === 'line' ? 'num' : null }, w('enter.bad.' + k))))),
    h('tbody', null, t.bad.slice(0, 200).map((b) => h('tr', null, h('td', null, b.sheet ? token(b.sheet) : w('token.unknown')), h('td', { class: 'num' }, number(b.line)), h('td', null, h('code', null, b.column ?? '')), h('td', { lang: inEnglish() }, b.reason))))),
    t.bad.length > 200 ? h('p', { class: 'note' }, w('shell.more', { n: t.bad.length - 200 })) : null);
}
/* The last words of a job: one sentence, and more behind a summary. */
function words(text: string): Child {
  const lines = text.replace(/^headcount: /gm, '').split('\n').filter((x) => x.trim());
  return lines.length > 3 ? h('details', null, h('summary', null, w('enter.said')), h('pre', { lang: 'en', tabindex: '0' }, lines.join('\n'))) : lines.length ? h('p', { class: 'soft', lang: inEnglish() }, lines.join(' ')) : null;
}
function line(r: Run): HTMLElement {
  const going = r.state === 'running' || r.state === 'waiting';
  return h('li', { class: 'run run-' + r.state }, h('p', { class: 'runhead' }, h('b', { dir: 'auto' }, r.name), h('span', { class: 'soft' }, size(r.bytes)), h('span', { class: r.state === 'failed' ? 'refused' : 'state' }, w('enter.state.' + r.state)),
    going ? h('button', { type: 'button', 'aria-label': w('enter.cancel.of', { name: r.name }), onclick: () => r.cancel() }, w('enter.cancel')) : null),
    r.state === 'running' ? h('p', null, h('progress', { max: 1, value: r.share, 'aria-label': w('enter.progress', { name: r.name }) }), r.share === null ? null : ' ' + share(r.share)) : null,
    r.result && typeof r.result.rows === 'number' ? [h('p', null, tally(r.result)), badRows(r.result)] : null,
    r.state === 'failed' || !r.result ? words(r.text) : null,
    r.state === 'done' ? h('p', { class: 'soft' }, h('a', { href: keep('/evidence') }, w('enter.toevidence'))) : null);
}

export function files(root: HTMLElement, ctx: Ctx): void {
  const list = h('ol', { class: 'runs' }), none = h('p', { class: 'empty-note' }, w('enter.noruns'));
  const input = h('input', { type: 'file', multiple: true, onchange: () => { take([...(input.files ?? [])], (p) => { if (p.startsWith('/count')) ctx.go(p); }); input.value = ''; } });
  const draw = (): void => {
    const held = list.contains(document.activeElement) ? (document.activeElement as HTMLElement).getAttribute('aria-label') : null;
    clear(list, ...runs.map(line));
    none.hidden = runs.length > 0;
    if (held) [...list.querySelectorAll<HTMLElement>('[aria-label]')].find((x) => x.getAttribute('aria-label') === held)?.focus();
  };
  const end = watch(draw);
  ctx.onLeave(() => { end(); });
  root.append(h('div', { class: 'field pickfile' }, h('label', null, h('span', { class: 'name' }, w('enter.choose')), input), h('p', { class: 'help' }, w('enter.choose.help'))), h('h2', null, w('enter.runs')), none, list);
  draw();
}
