/** What if: the estimate with something held fixed. It is shown beside the estimate and never in its place. */
import { post, type Answer, type Corridor } from './api';
import { clear, h, tell, type Child } from './dom';
import { level, number, range, signed } from './format';
import { param, setParams } from './url';
import type { Ctx } from './view';
import { inEnglish, w } from './words';

/** The keys of `estimate --assume`, with the limits of a control: [step, greatest]. */
export const KEYS: Record<string, [number, number | null]> = {
  load: [1, null], completion: [0.01, 1], boarding: [0.01, 1], concern: [0.01, 1], detection: [0.01, 1], unlisted: [0.01, null], seats: [1, null], selection: [0.01, null],
};
const FIRST = ['load', 'completion', 'boarding', 'concern'];

export function parse(assume: string | null): Map<string, string> {
  return new Map((assume ?? '').split(',').map((p) => p.split('=').map((x) => x.trim())).filter((p) => p.length === 2 && p[0] && p[1]).map((p) => [p[0]!, p[1]!] as const));
}
export const spell = (m: Map<string, string>): string => [...m].map(([k, v]) => `${k}=${v}`).join(',');

/** Inputs, one a key; those beyond the first four are behind a button. */
export function inputs(now: Map<string, string>, id: string): { element: HTMLElement; read: () => Map<string, string> } {
  const field = (k: string) => {
    const [step, max] = KEYS[k] ?? [0.01, null];
    return h('label', { for: `${id}-${k}` }, h('span', null, w('whatif.' + k)), h('input', { id: `${id}-${k}`, name: k, type: 'number', inputmode: 'decimal', min: 0, max, step, value: now.get(k), placeholder: '–' }));
  };
  const rest = Object.keys(KEYS).filter((k) => !FIRST.includes(k)), open = rest.some((k) => now.has(k));
  const element = h('div', { class: 'keys' }, FIRST.map(field), h('details', { open }, h('summary', null, w('whatif.more')), rest.map(field)));
  return { element, read: () => new Map([...element.querySelectorAll('input')].filter((i) => i.value !== '').map((i) => [i.name, i.value] as const)) };
}

export function whatIf(c: Corridor, ctx: Ctx): HTMLElement {
  const now = parse(param('assume')), fields = inputs(now, 'whatif'), out = h('div', { class: 'result', 'aria-live': 'polite' });
  const line = (name: Child, x: Corridor, other?: Corridor): HTMLElement => h('tr', null, h('th', { scope: 'row' }, name), h('td', { class: 'num' }, range(x.estimated.lo, x.estimated.hi)),
    h('td', { class: 'num' }, number(x.estimated.median), other ? h('span', { class: 'by', title: w('answer.col.difference') }, signed(x.estimated.median - other.estimated.median)) : null));
  const run = async (): Promise<void> => {
    const assume = spell(fields.read());
    setParams({ assume: assume || null });
    if (!assume) { clear(out); return; }
    clear(out, h('p', { class: 'waiting' }, w('shell.waiting')));
    try {
      const q: Record<string, string> = { assume };
      if (param('as_of')) q.as_of = param('as_of')!;
      if (param('interval')) q.interval = param('interval')!;
      const b = (await post<Answer>('/api/estimate', q)).corridors.find((x) => x.id === c.id);
      if (!ctx.live() || !b) return;
      clear(out, h('p', { class: 'sentence', lang: inEnglish() }, b.headline),
        h('table', null, h('caption', { class: 'vh' }, w('whatif.title')), h('thead', null, h('tr', null, h('td', null), h('th', { scope: 'col', class: 'num' }, level(c.interval)), h('th', { scope: 'col', class: 'num' }, w('answer.col.middle')))),
          h('tbody', null, line(w('whatif.estimate'), c), line([w('whatif.mark'), ' ', h('code', null, assume.replaceAll(',', ', '))], b, c))),
        h('p', { class: 'unit' }, w('whatif.not')), h('p', null, h('button', { type: 'button', class: 'bare', onclick: () => { for (const i of fields.element.querySelectorAll('input')) i.value = ''; setParams({ assume: null }); clear(out); } }, w('whatif.clear'))));
      tell(w('whatif.done', { range: range(b.estimated.lo, b.estimated.hi) }));
    } catch (e) {
      if (ctx.live()) clear(out, h('p', { class: 'refused', role: 'alert' }, e instanceof Error ? e.message : String(e)));
    }
  };
  const form = h('form', { class: 'whatif', 'aria-labelledby': 'whatif', onsubmit: (e: Event) => { e.preventDefault(); void run(); } },
    h('h2', { id: 'whatif' }, w('whatif.title')), h('p', { class: 'unit' }, w('whatif.about')), fields.element, h('p', null, h('button', { type: 'submit' }, w('whatif.run'))), out);
  if (now.size) void run();
  return h('section', { 'aria-labelledby': 'whatif' }, form);
}
