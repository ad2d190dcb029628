/** From which day each row of a case was known: what a comparison of two dates goes by (docs/ANSWER.md, "Comparing two answers"). */
import type { Answer } from './api';

export interface Known { date: string; rows: { row: string; sheet: string; text: string }[] }

const OWN: Record<string, string> = { flights: 'date', counts: 'date', claims: 'made_on', sources: 'published' };
const text = (v: unknown): string | null => (typeof v === 'string' || typeof v === 'number' ? String(v) : null);

/** Days on which something became known, latest first. Rows without a date were known from the beginning and are not among them. */
export function knownBy(a: Answer): Known[] {
  const published = new Map(a.sources.map((x) => [x.id, x.published])), days = new Map<string, Known>();
  for (const [row, { sheet, row: r }] of Object.entries(a.rows)) {
    const own = sheet === 'flights' && r.state === 'announced' ? null : text(r[OWN[sheet] ?? '']);
    const date = [own, sheet === 'sources' ? null : published.get(text(r.source) ?? '') ?? null].filter((d): d is string => !!d && /^\d{4}-\d\d-\d\d$/.test(d)).sort().at(-1);
    if (!date) continue;
    const day = days.get(date) ?? { date, rows: [] };
    days.set(date, day);
    day.rows.push({ row, sheet, text: [text(r.id), text(r.label) ?? text(r.text) ?? text(r.flight) ?? text(r.method), text(r.state), text(r.best) ?? text(r.quantity)].filter(Boolean).join(', ') });
  }
  return [...days.values()].sort((x, y) => (x.date < y.date ? 1 : -1));
}
