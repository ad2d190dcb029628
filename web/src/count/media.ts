/** The footage of a case: the list, and adding to it. Of what others counted nothing is shown here. */
import { answer, get, job, post, type Source } from '../api';
import { clear, h, tell } from '../dom';
import { date, number } from '../format';
import { keep } from '../grade';
import { many } from '../parts';
import { table } from '../table';
import type { Ctx } from '../view';
import { inEnglish, w } from '../words';
import { slotField, slotsOf, sourceField, type SlotChoice } from './fields';

export interface Medium {
  sha256: string; type: string; bytes: number; source: string; obtained_from: string; custody: number | null; at: number; kept: 'inside' | 'path' | 'hash';
  link: { slot?: string; corridor?: string; date?: string; flight?: string };
  hints: { what: string; value: any; tool: string }[]; frames: number | null; marks: { annotator: string; at: number; frames: number }[];
  count: { row: string; id: string; corridor: string | null; date: string | null; flight: string | null; of: string | null; stage: string | null; source: string;
    low?: number | null; best?: number | null; high?: number | null; visible?: number | null } | null; /* the numbers only in what mark answers to whoever has saved */
}
const hint = (m: Medium, what: string): any => m.hints.find((x) => x.what === what)?.value;
export const isPicture = (m: Medium): boolean => m.type.startsWith('image/');
export const isMarked = (m: Medium): boolean => isPicture(m) || m.type.startsWith('video/');
/** "video, 12 s" */
export function kindOf(m: Medium): string {
  const kind = m.type.split('/')[0]!, ms = hint(m, 'duration');
  const word = ['image', 'video', 'audio'].includes(kind) ? w('count.kind.' + kind) : m.type;
  return typeof ms === 'number' && !isPicture(m) ? `${word}, ${w('count.seconds', { n: number(Math.round(ms / 1000)) })}` : word;
}
export const slotOf = (m: Medium): string | null =>
  m.link.slot ?? ([m.count?.corridor ?? m.link.corridor, m.count?.date ?? m.link.date, m.count?.flight ?? m.link.flight].filter(Boolean).join(' ') || null);

const dropped: { files: File[] } = { files: [] };
/** Files that were dropped elsewhere on the page; the list takes them up. */
export function bring(files: File[]): void { dropped.files.push(...files); }

export async function list(root: HTMLElement, ctx: Ctx, wanted: string | null): Promise<void> {
  const media = await get<Medium[]>('/api/media');
  if (!ctx.live()) return;
  const go = (m: Medium): void => { if (isMarked(m)) ctx.go(keep(`/count/${m.sha256.slice(0, 16)}${wanted ? '?slot=' + encodeURIComponent(wanted) : ''}`)); };
  const t = table<Medium>('m', w('count.media'), [
    { key: 'sha', title: w('count.item'), header: true, cell: (m) => (isMarked(m) ? h('a', { href: keep(`/count/${m.sha256.slice(0, 16)}${wanted ? '?slot=' + encodeURIComponent(wanted) : ''}`) }, h('code', null, m.sha256.slice(0, 10))) : h('code', null, m.sha256.slice(0, 10))), sort: (m) => m.sha256 },
    { key: 'kind', title: w('count.kind'), cell: (m) => kindOf(m), sort: (m) => m.type },
    { key: 'shows', title: w('count.shows'), cell: (m) => slotOf(m) ?? h('span', { class: 'soft' }, w('token.unknown')), sort: (m) => slotOf(m) },
    { key: 'source', title: w('count.source'), cell: (m) => m.source, sort: (m) => m.source },
    { key: 'from', title: w('count.from'), cell: (m) => fromWord(m.obtained_from), sort: (m) => m.obtained_from, minor: true },
    { key: 'entered', title: w('count.entered'), cell: (m) => date(new Date(m.at).toISOString()), sort: (m) => m.at, small: true },
    { key: 'kept', title: w('count.kept'), cell: (m) => w('count.kept.' + m.kept), sort: (m) => m.kept, small: true },
    { key: 'by', title: w('count.markedby'), cell: (m) => (m.marks.length ? m.marks.map((x) => x.annotator).join(', ') : h('span', { class: 'soft' }, w('count.nobody'))), sort: (m) => m.marks.length },
  ], go);
  clear(root, h('h1', null, w('count.h1')), h('p', { class: 'intro' }, w('count.about')),
    wanted ? h('p', { class: 'note' }, w('count.forslot', { slot: wanted })) : null,
    media.length ? [h('p', { class: 'tools' }, t.chooser, h('span', { class: 'said' }, many('count.items', media.length))), t.element] : h('p', { class: 'empty-note' }, w('count.none')),
    adding(ctx, wanted));
  t.show(media);
}

const fromWord = (x: string): string => w('count.from.' + x);

/* Sources and flights are offered as soon as the answer is there. */
function adding(ctx: Ctx, wanted: string | null): HTMLElement {
  let sources: Source[] = [], slots: SlotChoice[] = [];
  answer().then((a) => { sources = a.sources; slots = slotsOf(a); }, () => {});
  const picked = h('p', { class: 'picked' }), log = h('div', { class: 'went', role: 'status' });
  let files: File[] = [];
  const show = (): void => {
    clear(picked, files.length ? files.map((f) => h('span', { class: 'tag', dir: 'auto' }, f.name)) : null);
    button.disabled = !files.length;
  };
  const input = h('input', { type: 'file', multiple: true, accept: 'image/*,video/*,audio/*', onchange: () => { files = [...(input.files ?? [])]; show(); } });
  const source = sourceField(w('count.source'), () => sources, '', true), slot = slotField(w('count.slot.maybe'), () => slots, wanted ?? '');
  const from = h('select', null, ['unknown', 'self', 'observer', 'partner', 'press', 'official', 'post', 'archive'].map((x) => h('option', { value: x }, fromWord(x))));
  const keepIt = h('select', null, h('option', { value: '' }, w('count.keep.auto')), h('option', { value: 'inside' }, w('count.keep.inside')), h('option', { value: 'hash' }, w('count.keep.hash')));
  const button = h('button', { type: 'submit', class: 'main', disabled: true }, w('count.add'));
  const form = h('form', { class: 'sheetform', onsubmit: (e: Event) => { e.preventDefault(); void run(); } },
    h('div', { class: 'field wide' }, h('label', null, h('span', { class: 'name' }, w('count.files')), input), picked),
    h('div', { class: 'field' }, source.element), h('div', { class: 'field' }, h('label', null, h('span', { class: 'name' }, w('count.from')), from)),
    h('div', { class: 'field' }, slot.element),
    h('div', { class: 'field' }, h('label', null, h('span', { class: 'name' }, w('count.keep')), keepIt), h('p', { class: 'help' }, w('count.keep.help'))),
    h('div', { class: 'deeds' }, button));
  async function run(): Promise<void> {
    if (!source.value()) { tell(w('count.needsource')); source.input.focus(); source.input.setAttribute('aria-invalid', 'true'); clear(log, h('p', { class: 'refused', role: 'alert' }, w('count.needsource'))); return; }
    button.disabled = true;
    clear(log);
    let good = 0;
    for (const f of files) {
      const line = h('p', null, h('b', { dir: 'auto' }, f.name), ' '), word = h('span', null, w('count.adding'));
      line.append(word);
      log.append(line);
      try {
        const j = await post<{ job: string | number }>('/api/media', f, { name: f.name, source: source.value(), obtained_from: from.value, slot: slot.value(), keep: keepIt.value });
        const end = await job(String(j.job), () => {});
        if (end.state === 'done') { good++; word.textContent = w('count.added'); } else { word.className = 'refused'; word.textContent = end.text.trim() || w('count.failed'); word.lang = inEnglish() ?? ''; }
      } catch (e) { word.className = 'refused'; word.textContent = (e as Error).message; }
    }
    if (!ctx.live()) return;
    tell(many('count.addedn', good));
    if (good === files.length) { files = []; ctx.go(location.pathname + location.search); }
    else button.disabled = false;
  }
  files = dropped.files.splice(0);
  show();
  const box = h('section', { class: 'addmedia' }, h('h2', null, w('count.addtitle')), h('p', { class: 'note' }, w('count.addabout')), form, log);
  if (files.length) setTimeout(() => { box.scrollIntoView({ block: 'nearest' }); source.input.focus(); }, 0);
  return box;
}
