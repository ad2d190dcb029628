/** Entering: files, a form for each sheet, and review. /enter?sheet=NAME; `files` and `review` are its other parts. */
import { get, readOnly } from '../api';
import { clear, h } from '../dom';
import { form, type Sheet } from '../enter/form';
import { files } from '../enter/files';
import { review } from '../enter/review';
import { keep } from '../grade';
import { param } from '../url';
import type { View } from '../view';
import { token, w } from '../words';

export const enter: View = async (root, ctx) => {
  if (readOnly()) { root.append(h('h1', null, w('shell.nav.enter')), h('p', { class: 'empty-note' }, w('enter.readonly'))); return; }
  const sheets = await get<Sheet[]>('/api/sheets');
  if (!ctx.live()) return;
  const part = param('sheet') ?? 'files', s = sheets.find((x) => x.name === part);
  const first = ['counts', 'flights', 'claims', 'sources', 'schedules', 'corridors'], ordered = [...sheets].sort((a, b) => (first.indexOf(a.name) + 1 || 99) - (first.indexOf(b.name) + 1 || 99));
  const link = (name: string, text: string) => h('li', null, h('a', { href: keep(name === 'files' ? '/enter' : '/enter?sheet=' + name), 'aria-current': name === part ? 'page' : null }, text));
  const body = h('div', { class: 'part' });
  clear(root, h('h1', null, part === 'review' ? w('enter.h1.review') : s ? w('enter.h1.row', { sheet: token(s.name) }) : w('enter.h1')),
    h('nav', { class: 'parts', 'aria-label': w('enter.parts') }, h('ul', null, link('files', w('enter.files')), ordered.map((x) => link(x.name, token(x.name))), link('review', w('enter.review')))), body);
  if (part === 'review') await review(body, ctx);
  else if (s) await form(body, ctx, s);
  else { body.append(h('p', { class: 'intro' }, w('enter.about'))); files(body, ctx); }
};
