/** Estimates compared: what was known on two days, or two what-ifs. Which inputs changed, and what each of them moved. */
import { answer, get, post, type Answer, type Diff } from '../api';
import { rowsOfDiff, stepsOf, stepsTable, type Step } from '../compare';
import { clear, h, tell, type Child } from '../dom';
import { date, day, number, signed } from '../format';
import { refs } from '../grade';
import { knownBy, type Known } from '../known';
import { table, type Column } from '../table';
import { param, setParams } from '../url';
import type { Ctx, View } from '../view';
import { inputs, parse, spell } from '../whatif';
import { inEnglish, token, w } from '../words';

export const estimates: View = async (root, ctx) => {
  const a = await answer();
  if (!ctx.live()) return;
  const whatIfs = param('mode') === 'whatif', out = h('section', { class: 'compared', 'aria-label': w('estimates.result') });
  const mode = (value: string, on: boolean): HTMLElement => h('label', { class: 'row' },
    h('input', { type: 'radio', name: 'mode', checked: on, onchange: () => { setParams({ mode: value || null }); void ctx.go(location.pathname + location.search); } }), w('estimates.mode.' + (value || 'dates')));
  const body = h('div', { class: 'compare' });
  clear(root, h('h1', null, w('estimates.h1')), h('p', { class: 'intro' }, w(whatIfs ? 'estimates.intro.whatif' : 'estimates.intro')),
    h('fieldset', { class: 'tools' }, h('legend', { class: 'vh' }, w('estimates.mode')), mode('', !whatIfs), mode('whatif', whatIfs)), body);
  await (whatIfs ? twoWhatIfs(a, body, out, ctx) : twoDates(a, body, out, ctx));
};

/* --- two dates --- */

async function twoDates(a: Answer, body: HTMLElement, out: HTMLElement, ctx: Ctx): Promise<void> {
  const days = knownBy(a), latest = a.as_of;
  // Unless it is said: from before the last thing that was seen or counted to all that is known.
  const last = days.find((d) => d.date <= latest && d.rows.some((x) => x.sheet === 'counts' || x.sheet === 'flights'))?.date ?? latest;
  const chosen = (k: 'a' | 'b'): string => param(k) ?? (k === 'b' ? latest : days.find((d) => d.date < last)?.date ?? last);
  let asked = 0;
  const run = async (): Promise<void> => {
    const my = ++asked, q = { a: chosen('a'), b: chosen('b') };
    clear(out, h('p', { class: 'waiting' }, w('shell.waiting')));
    try {
      const d = await get<Diff>('/api/diff', q);
      if (ctx.live() && my === asked) show(d, out);
    } catch (e) {
      if (ctx.live() && my === asked) clear(out, h('p', { class: 'refused', role: 'alert' }, e instanceof Error ? e.message : String(e)));
    }
  };
  let timer = 0;
  const choose = (k: 'a' | 'b', value: string): void => {
    if (!/^\d{4}-\d\d-\d\d$/.test(value)) return;
    setParams({ [k]: value });
    for (const i of body.querySelectorAll<HTMLInputElement>(`input[name="${k}"]`)) if (i.type === 'radio') i.checked = i.value === value; else i.value = value;
    clearTimeout(timer);
    timer = window.setTimeout(() => void run(), 150);
  };
  const mark = (k: 'a' | 'b'): Column<Known> => ({ key: k, title: k.toUpperCase(), cell: (r) =>
    h('label', { class: 'pick' }, h('span', { class: 'vh' }, `${k.toUpperCase()}: ${day(r.date)}`), h('input', { type: 'radio', name: k, value: r.date, checked: chosen(k) === r.date, onchange: () => choose(k, r.date) })) });
  const t = table<Known>('days', w('estimates.days'), [
    mark('a'), mark('b'),
    { key: 'date', title: w('estimates.day'), header: true, cell: (r) => date(r.date), sort: (r) => r.date },
    { key: 'known', title: w('estimates.known'), cell: (r) => [sheetsOf(r), ' ', refs(r.rows.map((x) => x.row), 2)], sort: (r) => r.rows.length },
  ]);
  const field = (k: 'a' | 'b'): HTMLElement => h('label', null, w('estimates.' + k), h('input', { type: 'date', name: k, value: chosen(k), onchange: (e: Event) => choose(k, (e.target as HTMLInputElement).value) }));
  clear(body, h('div', { class: 'choose' }, h('div', { class: 'tools' }, field('a'), field('b')),
    days.length ? t.element : h('p', { class: 'empty-note' }, w('estimates.nodays'))), out);
  t.show(days);
  ctx.keys([{ key: 's', help: w('estimates.key.swap'), run: () => { const [x, y] = [chosen('a'), chosen('b')]; choose('a', y); choose('b', x); } }]);
  ctx.onLeave(() => clearTimeout(timer));
  await run();
}
/** "2 claims, 1 count": what became known on a day. */
function sheetsOf(r: Known): Child {
  const n = new Map<string, number>();
  for (const x of r.rows) n.set(x.sheet, (n.get(x.sheet) ?? 0) + 1);
  return h('span', { title: r.rows.slice(0, 6).map((x) => x.text).join('\n') }, [...n].map(([k, v]) => `${token(k)} ${number(v)}`).join(', '));
}
function show(d: Diff, out: HTMLElement): void {
  const moved = d.corridors.filter((c) => c.move !== 0).sort((x, y) => Math.abs(y.move ?? Infinity) - Math.abs(x.move ?? Infinity)), still = d.corridors.filter((c) => c.move === 0);
  const names: [Child, Child] = [w('estimates.asof', { date: date(d.a.as_of), n: number(d.a.rows) }), w('estimates.asof', { date: date(d.b.as_of), n: number(d.b.rows) })];
  const sentence = (c: Diff['corridors'][number]): string => (c.a && c.b
    ? w('estimates.moved', { id: c.id, from: number(c.a.median), to: number(c.b.median), by: signed(c.move) })
    : w('estimates.onlyone', { id: c.id, side: c.a ? 'A' : 'B' }));
  clear(out, moved.length ? moved.map((c) => h('div', { class: 'one' }, h('h2', null, sentence(c)), stepsTable(sentence(c), c.a, c.b, names, stepsOf(c))))
    : h('h2', null, w('estimates.nothing', { a: date(d.a.as_of), b: date(d.b.as_of) })),
    still.length && moved.length ? h('p', { class: 'note' }, w('estimates.unmoved', { ids: still.map((c) => `${c.id} (${number(c.b?.median)})`).join(', ') })) : null,
    h('h2', null, w('estimates.inputs')), rowsOfDiff(d), h('p', { class: 'note soft' }, w('estimates.order')));
  tell(moved[0] ? sentence(moved[0]) : w('estimates.nothing', { a: date(d.a.as_of), b: date(d.b.as_of) }));
}

/* --- two what-ifs --- */

async function ask(assume: string, base: Answer): Promise<Answer> {
  return assume ? post<Answer>('/api/estimate', { assume }) : base;
}
async function twoWhatIfs(a: Answer, body: HTMLElement, out: HTMLElement, ctx: Ctx): Promise<void> {
  const sides = { wa: inputs(parse(param('wa')), 'wa'), wb: inputs(parse(param('wb')), 'wb') };
  let asked = 0;
  const run = async (): Promise<void> => {
    const my = ++asked, from = sides.wa.read(), to = sides.wb.read(), live = (): boolean => ctx.live() && my === asked;
    setParams({ wa: spell(from) || null, wb: spell(to) || null });
    clear(out, h('p', { class: 'waiting' }, w('shell.waiting')));
    try {
      // One key after another, as --diff does it with rows: so the moves add to the whole.
      const keys = [...new Set([...from.keys(), ...to.keys()])].filter((k) => from.get(k) !== to.get(k)), now = new Map(from), made: { key: string; answer: Answer }[] = [], start = await ask(spell(from), a);
      for (const k of keys) {
        if (!live()) return;
        if (to.has(k)) now.set(k, to.get(k)!); else now.delete(k);
        made.push({ key: to.has(k) ? `${k}=${to.get(k)}` : `${k}: ${w('estimates.freed')}`, answer: await ask(spell(now), a) });
      }
      if (live()) showWhatIfs(start, made, from, to, out);
    } catch (e) {
      if (live()) clear(out, h('p', { class: 'refused', role: 'alert' }, e instanceof Error ? e.message : String(e)));
    }
  };
  const side = (k: 'wa' | 'wb'): HTMLElement => h('fieldset', null, h('legend', null, h('b', null, k === 'wa' ? 'A' : 'B'), ' ', h('span', { class: 'soft' }, w('estimates.side'))), sides[k].element);
  clear(body, h('form', { class: 'choose', onsubmit: (e: Event) => { e.preventDefault(); void run(); } }, side('wa'), side('wb'), h('p', null, h('button', { type: 'submit', class: 'main' }, w('estimates.compare')))), out);
  if (param('wa') || param('wb')) await run();
  else clear(out, h('p', { class: 'empty-note' }, w('estimates.start')));
}
function showWhatIfs(start: Answer, made: { key: string; answer: Answer }[], from: Map<string, string>, to: Map<string, string>, out: HTMLElement): void {
  const name = (m: Map<string, string>): Child => (m.size ? [w('whatif.mark'), ' ', h('code', null, spell(m).replaceAll(',', ', '))] : w('whatif.estimate'));
  const end = made.at(-1)?.answer ?? start;
  clear(out, start.corridors.map((c) => {
    const of = (x: Answer) => x.corridors.find((y) => y.id === c.id)!, last = of(end).estimated;
    let before = c.estimated.median;
    const steps: Step[] = made.map((m) => {
      const e = of(m.answer).estimated, move = e.median - before;
      before = e.median;
      return { kind: w('whatif.mark'), text: h('code', null, m.key), estimated: e, move, rows: [] };
    });
    const said = w('estimates.moved', { id: c.id, from: number(c.estimated.median), to: number(last.median), by: signed(last.median - c.estimated.median) });
    return h('div', { class: 'one' }, h('h2', null, said), stepsTable(said, c.estimated, last, [name(from), name(to)], steps), h('p', { class: 'note soft', lang: inEnglish() }, of(end).headline));
  }), h('p', { class: 'note' }, w('whatif.not')));
}
