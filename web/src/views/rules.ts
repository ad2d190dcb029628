/** Obligations and their dates. A duty never stands alone: what it exempts, and what forbids returns, stands beside it. Whether anybody broke a law
 *  is not computed. */
import { answer, get, type Answer } from '../api';
import { clear, h, type Child } from '../dom';
import { between, number } from '../format';
import { grade, keep, refs } from '../grade';
import { head, many, select, shortDay, term } from '../parts';
import { param, setParams } from '../url';
import type { View } from '../view';
import { lang, w } from '../words';

interface Statement { kind: string; day: string | null; corridor: string | null; low: number | null; median: number | null; high: number | null; text: string; ref: string[] }
/** As `rules --json` gives it; the answer of older programs has the first part only. */
interface Rule {
  row: string; id: string; document: string; paragraph: string | null; text: string; from: string | null; until: string | null; who: string; exemptions: string | null; sourced: string | null; finding: string | null;
  protects?: string | null; kinds?: string[]; source?: string | null; verdict?: string; on?: string; state?: string; days?: number | null; statements?: Statement[];
}

export const rules: View = async (root, ctx) => {
  const a = await answer();
  const list = await get<Rule[] | { rules: Rule[] }>('/api/rules').then((v) => (Array.isArray(v) ? v : v.rules)).catch(() => a.rules as Rule[]);
  if (!ctx.live()) return;
  if (!list.length) return void clear(root, head('rules'), h('p', { class: 'none' }, w('rules.none')));
  const documents = [...new Set(list.map((r) => r.document))], room = h('div');
  const draw = (): void => {
    const id = param('id'), doc = param('document');
    clear(room, id ? h('p', { class: 'unit' }, h('a', { href: keep('/rules') }, w('rules.all'))) : null, list.filter((r) => (!id || r.id === id) && (!doc || r.document === doc)).map((r) => one(r, list, a)));
  };
  clear(root, head('rules'), h('p', { class: 'both' }, w('rules.both')),
    documents.length > 1 ? h('div', { class: 'tools' }, select(w('rules.document'), [['', w('rules.every')], ...documents.map((d): [string, string] => [d, d])], param('document') ?? '', (v) => { setParams({ document: v, id: null }); draw(); })) : null, room);
  draw();
};

function one(r: Rule, all: Rule[], a: Answer): HTMLElement {
  const forbids = r.protects === 'forbids', said = r.statements ?? [];
  return h('article', { class: `rule-card${forbids ? ' forbids' : ''}` },
    h('header', null,
      h('h2', null, r.document, r.paragraph ? `, ${r.paragraph}` : null, ' ', refs([r.row])),
      h('p', { class: 'unit' }, h('code', null, h('a', { href: keep(`/rules?id=${encodeURIComponent(r.id)}`) }, r.id)), ' · ', dates(r), r.state ? [' · ', h('b', null, state(r))] : null)),
    h('div', { class: 'duty' },
      h('div', null, h('h3', null, forbids ? w('rules.forbids') : w('rules.duty')), h('blockquote', { lang: 'en' }, r.text), h('p', { class: 'unit' }, `${w('rules.binds')} `, h('b', null, r.who)), sourced(r)),
      h('div', { class: 'exempt' }, h('h3', null, w('rules.exempt')),
        r.exemptions ? h('p', { lang: 'en' }, r.exemptions) : h('p', null, h('b', null, w('rules.no_exemption'))),
        beside(r, all), said.filter((s) => s.kind === 'protection').map((s) => sentence(s, a)))),
    said.length ? statements(said.filter((s) => s.kind !== 'protection'), a) : h('p', { class: 'finding-text', lang: 'en' }, r.finding ?? w('token.unknown')));
}

function dates(r: Rule): Child {
  return [r.from ? w('rules.since', { day: shortDay(r.from) }) : w('rules.since_unknown'), ', ', r.until ? h('b', null, w('rules.deadline', { day: shortDay(r.until) })) : w('rules.no_deadline')];
}
function state(r: Rule): string {
  const words = term('rule', r.state!), counted = r.until !== null && typeof r.days === 'number';
  const days = !counted ? '' : ` (${many('rules.days', Math.abs(r.days!))})`;
  return `${words}${days}${r.on ? `, ${shortDay(r.on)}` : ''}`;
}
function sourced(r: Rule): Child {
  const text = r.sourced === 'yes' ? 'rules.sourced_yes' : r.sourced === 'copy' ? 'rules.sourced_copy' : r.sourced === 'no' ? 'rules.sourced_no' : 'rules.sourced_unknown';
  return h('p', { class: r.sourced === 'yes' ? 'unit' : 'unit flag' }, w(text));
}
/** The rules of the case that forbid returns, beside each duty. */
function beside(r: Rule, all: Rule[]): Child {
  const others = all.filter((o) => o !== r && (o.protects === 'forbids' || (r.protects === undefined && /prohibit|refoul|no return/i.test(`${o.id} ${o.text}`))));
  return others.length ? h('p', { class: 'unit' }, `${w('rules.beside')} `, others.map((o, i) => [i ? ', ' : null, h('a', { href: keep(`/rules?id=${encodeURIComponent(o.id)}`) }, `${o.document}${o.paragraph ? `, ${o.paragraph}` : ''}`)])) : null;
}

function sentence(s: Statement, a: Answer): HTMLElement {
  return h('p', null, h('span', { lang: lang() === 'en' ? null : 'en' }, s.text), ' ', grades(s, a), refs(s.ref));
}
/** Grades of the claims that a statement rests on. */
function grades(s: Statement, a: Answer): Child {
  return a.claims.filter((c) => s.ref.includes(c.row)).slice(0, 3).map((c) => [grade(c.grade), ' ']);
}
function statements(list: Statement[], a: Answer): HTMLElement {
  const figure = (s: Statement): Child => (s.low !== null && s.high !== null ? between(s.low, s.high) : s.median !== null ? number(s.median) : s.low !== null ? w('rules.at_least', { n: number(s.low) }) : null);
  return h('dl', { class: 'statements' }, list.map((s) => [
    h('dt', null, term('statement', s.kind), s.day ? h('span', { class: 'under soft' }, shortDay(s.day)) : null), h('dd', null, figure(s) ? h('b', { class: 'figure' }, figure(s)) : null, sentence(s, a))]));
}
