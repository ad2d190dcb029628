/** What does not add up: findings by level, the rows each rests on, and what would settle it. Nothing is corrected here. */
import { answer, get, type Answer } from '../api';
import { clear, h, type Child } from '../dom';
import { number } from '../format';
import { keep, refs } from '../grade';
import { choice, head, many } from '../parts';
import { param, setParams } from '../url';
import type { View } from '../view';
import { lang, w } from '../words';

interface Finding { id: string; level: string; text: string; entries: string[]; settles: string | null }
const LEVELS = ['error', 'warning', 'note'];
const FIRST = 150; // findings drawn at once; the rest by a button

export const checks: View = async (root, ctx) => {
  const [{ findings }, a] = await Promise.all([get<{ findings: Finding[] }>('/api/check'), answer().catch(() => null)]);
  if (!ctx.live()) return;
  const of = (level: string) => findings.filter((f) => f.level === level);
  const room = h('div');
  const draw = (): void => {
    const level = param('level'), id = param('id');
    const list = findings.filter((f) => (!level || f.level === level) && (!id || f.id === id));
    clear(room, id ? h('p', { class: 'unit' }, w('checks.only', { id }), ' ', h('button', { type: 'button', class: 'plain', onclick: () => { setParams({ id: null }); draw(); } }, w('checks.all'))) : null,
      LEVELS.map((l) => part(l, list.filter((f) => f.level === l), a)), list.length ? null : h('p', { class: 'none' }, w(findings.length ? 'checks.none_such' : 'checks.none')));
  };
  clear(root, head('checks'), h('div', { class: 'tools' }, choice('checks-level', w('checks.level'),
    [['', w('checks.every', { n: number(findings.length) })], ...LEVELS.map((l): [string, Child] => [l, [sign(l), `${w(`checks.${l}s`)} (${number(of(l).length)})`]])], param('level') ?? '', (v) => { setParams({ level: v }); draw(); })), room);
  draw();
};

const sign = (level: string): HTMLElement => h('span', { class: `level level-${level}`, 'aria-hidden': 'true' });

function part(level: string, list: Finding[], a: Answer | null): Child {
  if (!list.length) return null;
  const box = h('div', { class: 'findings' }, list.slice(0, FIRST).map((f) => finding(f, a)));
  const more = h('button', { type: 'button', onclick: () => { more.remove(); box.append(...list.slice(FIRST).map((f) => finding(f, a))); } }, many('checks.more', list.length - FIRST));
  return h('section', null, h('h2', null, sign(level), many(`checks.n_${level}`, list.length)), h('p', { class: 'unit' }, w(`checks.means_${level}`)), box, list.length > FIRST ? more : null);
}

function finding(f: Finding, a: Answer | null): HTMLElement {
  const english = lang() === 'en' ? null : 'en';
  return h('article', { class: 'finding' },
    h('h3', null, h('a', { href: keep(`/checks?id=${encodeURIComponent(f.id)}`) }, h('code', null, f.id))),
    h('p', { lang: english }, f.text),
    h('dl', null,
      h('dt', null, w('checks.settles')), h('dd', { lang: english }, f.settles ?? w('token.unknown')),
      h('dt', null, w('checks.rests')), h('dd', null, rests(f.entries, a))));
}

/** The rows with their sheet and id where the answer has them: a hash alone says little. */
function rests(rows: string[], a: Answer | null): Child {
  const named = rows.slice(0, 8).map((r) => {
    const row = a?.rows[r], id = row?.row.id;
    return h('span', { class: 'rest' }, row ? `${row.sheet}${typeof id === 'string' ? ` ${id}` : ''} ` : null, refs([r]));
  });
  return [named, rows.length > 8 ? [' ', refs(rows.slice(8), 24)] : null, rows.length ? null : w('checks.no_rows')];
}
