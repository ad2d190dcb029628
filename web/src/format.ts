/** Numbers, dates and intervals as the report writes them. What is not known says so; it is never 0 and never blank. */
import { lang, w } from './words';

const locale = (): string => (lang() === 'en' ? 'en-GB' : lang());
/** Formatters are costly to make, and a table asks for thousands. The language changes only with a new page. */
const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
function once<T extends Intl.NumberFormat | Intl.DateTimeFormat>(name: string, make: () => T): T {
  let f = made.get(name);
  if (!f) made.set(name, (f = make()));
  return f as T;
}
const dates = (name: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => once(name, () => new Intl.DateTimeFormat(locale(), { ...parts, timeZone: 'UTC' }));
const dayOf = (iso: string): Date | null => (/^\d{4}-\d\d-\d\d/.test(iso) ? new Date(iso.slice(0, 10) + 'T00:00:00Z') : null);
const months = { month: 'short', year: 'numeric' } as const;

export function number(v: number | null | undefined): string {
  return v === null || v === undefined || !Number.isFinite(v) ? w('token.unknown') : once('number', () => new Intl.NumberFormat(lang())).format(v);
}
export function share(v: number | null | undefined): string {
  return v === null || v === undefined ? w('token.unknown') : once('share', () => new Intl.NumberFormat(lang(), { style: 'percent', maximumFractionDigits: 0 })).format(v);
}
/** "Mon 30 Oct 2023" of an ISO day; what is no day comes back as it is. */
export function day(iso: string | null | undefined): string {
  const d = iso ? dayOf(iso) : null;
  return d ? dates('day', { weekday: 'short', day: 'numeric', ...months }).format(d).replace(',', '').replace('Sept', 'Sep') : iso || w('token.unknown');
}
/** "30 Oct 2023": without the weekday. */
export function date(iso: string | null | undefined): string {
  const d = iso ? dayOf(iso) : null;
  return d ? dates('date', { day: 'numeric', ...months }).format(d).replace('Sept', 'Sep') : iso || w('token.unknown');
}
/** "Oct 2023" of "2023-10". */
export function month(iso: string): string {
  const d = dayOf(iso + '-01');
  return d ? dates('month', months).format(d).replace('Sept', 'Sep') : iso;
}
export function between(lo: number | null | undefined, hi: number | null | undefined): string {
  if (lo === null || lo === undefined || hi === null || hi === undefined) return w('token.unknown');
  return lo === hi ? number(lo) : w('format.between', { lo: number(lo), hi: number(hi) });
}
/** "997–5,295", for tables and large figures; one number where both ends are the same. */
export function range(lo: number | null | undefined, hi: number | null | undefined): string {
  if (lo === null || lo === undefined || hi === null || hi === undefined) return w('token.unknown');
  return lo === hi ? number(lo) : `${number(lo)}–${number(hi)}`;
}
/** "+1,204", "−427". */
export function signed(v: number | null | undefined): string {
  return v === null || v === undefined ? w('token.unknown') : v < 0 ? '−' + number(-v) : v > 0 ? '+' + number(v) : '0';
}
/** 0.9: "9 in 10". */
export function level(p: number): string {
  if (Math.abs(p * 10 - Math.round(p * 10)) < 1e-9) return w('format.level', { n: Math.round(p * 10), of: 10 });
  if (Math.abs(p - 0.95) < 1e-9) return w('format.level', { n: 19, of: 20 });
  return w('format.level', { n: Math.round(p * 100), of: 100 });
}
/** "Laredo, El Paso and Miami"; of more than `most` the words at `key` say how many. */
export function list(names: string[], most: number, key: string): string {
  return names.length > most ? w(key, { n: names.length }) : new Intl.ListFormat(lang(), { type: 'conjunction' }).format(names);
}
