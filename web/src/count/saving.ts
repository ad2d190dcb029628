/** Saving: which flight it shows, how much of the people could be seen; afterwards what became of the estimate. */
import { answer, post, Refused, type Answer, type Corridor } from '../api';
import { clear, h, tell, type Child } from '../dom';
import { number, range, share } from '../format';
import { keep, refs } from '../grade';
import { many } from '../parts';
import type { Ctx } from '../view';
import { inEnglish, w } from '../words';
import { slotField, slotsOf, sourceField, type SlotChoice } from './fields';
import { isPicture, slotOf, type Medium } from './media';
import type { Work } from './model';

export interface Own { corridor?: string; date?: string; flight?: string; source?: string; of?: string; stage?: string; direction?: string; seen_share?: number }
interface Given { ctx: Ctx; m: Medium; by: string; work: Work; own: Own | null; others: number; count: Medium['count']; wanted: string | null }
interface Saved { added: boolean; own: { people: number; already: number; visible: number | null }; annotators: number; count: NonNullable<Medium['count']> | null }

const ofs = ['', 'all', 'concern'], stages = ['', 'waiting', 'boarding', 'aboard', 'leaving'];

/** The flights of the case come with the answer, which can take a moment: one can count meanwhile. */
export function saving(g: Given): { element: HTMLElement; changed: () => void } {
  const box = h('div', null, h('p', { class: 'waiting' }, w('shell.waiting'))), state = h('p', { class: 'soft small' });
  const changed = (): void => { state.textContent = g.work.unsaved ? w('count.unsaved') : ''; };
  answer().then((a) => { if (g.ctx.live()) form(box, g, a, state, changed); }, (e: Error) => clear(box, h('p', { class: 'refused', role: 'alert' }, e.message)));
  return { element: h('section', { class: 'saving' }, h('h2', null, w('count.savehead')), g.others && !g.own ? h('p', { class: 'note' }, many('count.blind', g.others)) : null, box), changed };
}

function form(box: HTMLElement, g: Given, a: Answer, state: HTMLElement, changed: () => void): void {
  const slots: SlotChoice[] = slotsOf(a);
  const before = g.own ?? (g.m.count ? { corridor: g.m.count.corridor ?? undefined, date: g.m.count.date ?? undefined, flight: g.m.count.flight ?? undefined, source: g.m.count.source, of: g.m.count.of ?? undefined, stage: g.m.count.stage ?? undefined } : null);
  const slotFirst = before ? slots.find((s) => s.corridor === before.corridor && s.date === before.date && (s.flight ?? '') === (before.flight ?? ''))?.id ?? slots.find((s) => s.corridor === before.corridor && s.date === before.date)?.id : g.wanted ?? slotOf(g.m);
  const fixed = !!before && g.m.marks.some((x) => x.annotator !== g.by); /* all who mark one medium say the same of it */
  const slot = slotField(w('count.slot'), () => slots, slotFirst ?? ''), source = sourceField(w('count.source'), () => a.sources, before?.source ?? g.m.source, true);
  slot.input.required = true;
  const pick = (label: string, list: string[], key: string, value: string | undefined): [HTMLElement, HTMLSelectElement] => {
    const s = h('select', { disabled: fixed }, list.map((x) => h('option', { value: x, selected: x === (value ?? '') }, x ? w(`count.${key}.${x}`) : w('count.notsaid'))));
    return [h('label', null, h('span', { class: 'name' }, label), s), s];
  };
  const [ofLabel, of] = pick(w('count.of'), ofs, 'of', before?.of), [stageLabel, stage] = pick(w('count.stagehead'), stages, 'stage', before?.stage);
  slot.input.disabled = source.input.disabled = fixed;
  const seen = h('input', { type: 'number', min: 1, max: 100, step: 1, value: g.own?.seen_share === undefined ? '' : Math.round(100 * g.own.seen_share), placeholder: w('token.unknown'), 'aria-describedby': 'seen-help' });
  const refused = h('p', { class: 'refused', role: 'alert' }), result = h('div', { class: 'saved', role: 'status' });
  const button = h('button', { type: 'submit', class: 'main' }, w('count.save'));
  const sheet = h('form', { class: 'sheetform narrow', novalidate: true, onsubmit: (e: Event) => { e.preventDefault(); void save(); } },
    h('div', { class: 'field' }, slot.element), h('div', { class: 'field' }, source.element), h('div', { class: 'field' }, ofLabel), h('div', { class: 'field' }, stageLabel),
    fixed ? h('p', { class: 'help' }, w('count.fixed')) : null,
    h('div', { class: 'field' }, h('label', null, h('span', { class: 'name' }, w('count.seen')), seen), h('p', { class: 'help', id: 'seen-help' }, w('count.seen.help'))),
    h('div', { class: 'deeds' }, button), state, refused);

  async function save(): Promise<void> {
    const s = slots.find((x) => x.id === slot.value());
    refused.textContent = '';
    if (!s) { refused.textContent = w('count.needslot'); slot.input.setAttribute('aria-invalid', 'true'); slot.input.focus(); return; }
    if (!source.value()) { refused.textContent = w('count.needsource'); source.input.setAttribute('aria-invalid', 'true'); source.input.focus(); return; }
    button.disabled = true;
    const was = a.corridors.find((c) => c.id === s.corridor);
    try {
      const saved = await post<Saved>('/api/mark', g.work.document({ media: g.m.sha256, annotator: g.by, corridor: s.corridor, date: s.date, ...((fixed ? before?.flight : s.flight) ? { flight: fixed ? before!.flight : s.flight } : {}),
        source: source.value(), ...(of.value ? { of: of.value } : {}), ...(stage.value ? { stage: stage.value } : {}), ...(seen.value === '' ? {} : { seen_share: Number(seen.value) / 100 }) }));
      g.work.saved();
      const now = (await answer()).corridors.find((c) => c.id === s.corridor);
      if (!g.ctx.live()) return;
      changed();
      clear(result, outcome(saved, s.id, was, now, g));
      if (now) { const i = a.corridors.findIndex((c) => c.id === now.id); if (i >= 0) a.corridors[i] = now; }
      tell(w('count.issaved', { n: number(saved.own.people) }));
      result.scrollIntoView({ block: 'nearest' });
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      refused.textContent = e.message;
      refused.lang = inEnglish() ?? '';
    } finally { button.disabled = false; }
  }
  if (g.own && g.count) clear(result, spread(g.count, g.others + 1));
  clear(box, sheet, result);
  changed();
}

/** Low, best and high over the annotators, as the ledger has them. */
function spread(c: NonNullable<Medium['count']>, annotators: number): Child {
  return h('dl', { class: 'facts2' }, h('dt', null, w('count.annotators')), h('dd', null, number(annotators)),
    h('dt', null, w('count.lowbesthigh')), h('dd', null, c.low == null || c.high == null ? w('count.nospread', { n: number(c.best) }) : w('count.lbh', { low: number(c.low), best: number(c.best), high: number(c.high) })),
    h('dt', null, w('count.visible')), h('dd', null, share(c.visible)), h('dt', null, w('count.entry')), h('dd', null, refs([c.row])));
}
function outcome(s: Saved, slot: string, was: Corridor | undefined, now: Corridor | undefined, g: Given): Child {
  const covered = g.work.marked().map((t, i) => [i ? ', ' : null, h('a', { href: `/media/${g.m.sha256}?t=${t}&blur=1`, download: `${g.m.sha256.slice(0, 10)}-${t}.jpg` }, isPicture(g.m) ? w('count.thepicture') : w('count.seconds', { n: number(t / 1000) }))]);
  const told = (c: Corridor): string => w('count.est', { range: range(c.estimated.lo, c.estimated.hi), best: number(c.estimated.median) });
  return [h('h3', null, w('count.issaved', { n: number(s.own.people) })), s.count ? spread(s.count, s.annotators) : null,
    h('p', null, h('a', { href: keep('/slots?slot=' + encodeURIComponent(slot)) }, w('count.toslot', { slot }))),
    covered.length ? h('p', null, w('count.covered') + ' ', covered) : null,
    was && now ? h('p', null, told(was) === told(now) ? w('count.same', { corridor: now.id, now: told(now) }) : w('count.moved', { corridor: now.id, was: told(was), now: told(now) })) : null];
}
