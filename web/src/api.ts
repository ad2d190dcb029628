/** The server, which is the command line (docs/PAGE.md). An error is one sentence. */

export interface Estimate { median: number; mean?: number; lo: number; hi: number }
export interface Slot extends Estimate {
  id: string; date: string; dep_local: string | null; clock: string; flight: string | null; type: string | null; listed: boolean; future: boolean;
  state: string; states: string[]; conflict: boolean; reason: string | null; season?: string | null; seats: [number, number] | null; p_operated: number;
  seen: number | null; ceiling: number | null; counts: string[]; ref: string[]; leg: string | null; cover: string;
  review?: Review | null;
}
export interface Review { state: string; by: string[]; second: boolean }
export interface Place { name: string; town: string; lat: number; lon: number }
export interface Caveat { text: string; ref?: string[]; [k: string]: unknown }
/** What every total carries. */
export interface Figured {
  direction: string; group: string | null; unit: string; from: string; to: string; as_of: string; interval: number; headline: string; ref: string[];
  slots: Record<string, number>; seen: number | null; estimated: Estimate; ceiling: number | null; counted_share: number;
}
export interface Together extends Figured { at: string; corridors: string[]; apart: { lo: number; hi: number }; caveats: string[] }
export interface Corridor extends Figured {
  id: string; origin: string; destination: string; origin_place: Place | null; destination_place: Place | null; distance_km: number | null;
  operated: Estimate; seen_why: string; seen_ref: string[];
  ceiling_why: string; ceiling_ref: string[]; quantiles: Record<string, number>;
  by_month: (Estimate & { month: string; slots: number; ref: string[] })[]; by_slot: Slot[]; legs: any[]; coverage: any; caveats: (string | Caveat)[];
  next: { slot: string; date: string; future: boolean; method: string; narrowing: number; ref: string[] }[];
  structure: { name: string; words: string; weight: number }[]; stock: any; sensitivity: any; whatif: any; assumptions: { name: string; value: string; why: string; ref: string[] }[]; weekly: any[]; cumulative: any[];
}
export interface Count {
  row: string; corridor: string; date: string | null; from: string | null; to: string | null; flight: string | null; method: string;
  low: number | null; best: number | null; high: number | null; of: string; stage: string; wording: string; visible: number | null;
  source: string; root: string; used: boolean; why: string; review?: Review | null;
}
export interface Source { row: string; id: string; label: string; kind: string; root: string; reliability: string | null; link: string | null; published: string | null }
export interface Answer {
  headcount: string; case: string; as_of: string; seed: number; interval: number; assume: Record<string, unknown> | null; inputs_sha256: string;
  bad_rows: number; bad: any[]; corridors: Corridor[]; together: Together[]; counts: Count[]; claims: any[]; sources: Source[]; rules: any[]; assumptions: any[];
  rows: Record<string, { sheet: string; row: Record<string, unknown> }>; ledger: { entries: number; head: string; checkpoints: string[] }; [k: string]: any;
}
export interface Changed { row: string; sheet: string; text: string; was?: string }
export interface Move { sheet: string; text: string; rows: string[]; estimated: Estimate | null; move: number | null }
export interface Diff {
  a: { name: string; as_of: string; inputs_sha256: string; rows: number }; b: { name: string; as_of: string; inputs_sha256: string; rows: number };
  interval: number; only_a: Changed[]; only_b: Changed[]; changed: Changed[];
  corridors: { id: string; a: Estimate | null; b: Estimate | null; move: number | null; moves: Move[] }[];
}
export interface Case { case: string; headcount: string; read_only: boolean; version: string }
export interface Job { state: 'running' | 'done' | 'failed' | 'cancelled'; share: number | null; text: string; result: any }

export class Refused extends Error {
  constructor(message: string, readonly status: number, readonly column?: string) { super(message); }
}

const meta = (name: string): string => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
export const readOnly = (): boolean => /^(true|1|yes|read_only)$/.test(meta('headcount-read-only'));

async function refuse(r: Response): Promise<never> {
  let text = `${r.status} ${r.statusText}`, column: string | undefined;
  try {
    const v = await r.json();
    if (typeof v.error === 'string') text = v.error;
    if (typeof v.column === 'string') column = v.column;
  } catch { /* no sentence: the status is all there is */ }
  throw new Refused(text, r.status, column);
}

export function query(params?: Record<string, string | number | null | undefined>): string {
  const q = new URLSearchParams();
  for (const [k, v] of Object.entries(params ?? {})) if (v !== null && v !== undefined && v !== '') q.set(k, String(v));
  const t = q.toString();
  return t ? '?' + t : '';
}

/** GET as JSON. The same address while the case is unchanged is asked once. */
const kept = new Map<string, Promise<unknown>>();
export function get<T = any>(path: string, params?: Record<string, string | number | null | undefined>): Promise<T> {
  const url = path + query(params);
  let p = kept.get(url);
  if (!p) {
    p = fetch(url, { credentials: 'same-origin' }).then((r) => (r.ok ? r.json() : refuse(r)));
    p.catch(() => kept.delete(url));
    kept.set(url, p);
  }
  return p as Promise<T>;
}
/** GET as text: a chart, a checkpoint. */
export async function text(path: string, params?: Record<string, string | number | null | undefined>): Promise<string> {
  const r = await fetch(path + query(params), { credentials: 'same-origin' });
  return r.ok ? r.text() : refuse(r);
}
/** After something was entered. */
export function forget(): void { kept.clear(); }

/** POST with the token. A body that is no Blob or string goes as JSON. */
export async function post<T = any>(path: string, body?: unknown, params?: Record<string, string | number | null | undefined>): Promise<T> {
  const raw = body instanceof Blob || typeof body === 'string';
  const r = await fetch(path + query(params), {
    method: 'POST', credentials: 'same-origin',
    headers: { 'X-Headcount': meta('headcount-token'), 'Content-Type': raw ? 'application/octet-stream' : 'application/json' },
    body: raw ? (body as BodyInit) : JSON.stringify(body ?? {}),
  });
  if (!r.ok) await refuse(r);
  forget();
  return (await r.json()) as T;
}

/** Follows a job to its end. */
export async function job(id: string, progress: (j: Job) => void, every = 250): Promise<Job> {
  for (;;) {
    const r = await fetch('/api/jobs/' + encodeURIComponent(id), { credentials: 'same-origin' });
    if (!r.ok) await refuse(r);
    const j = (await r.json()) as Job;
    progress(j);
    if (j.state !== 'running') { forget(); return j; }
    await new Promise((ok) => setTimeout(ok, every));
  }
}
export const answer = (params?: Record<string, string | number | null | undefined>): Promise<Answer> => get<Answer>('/api/answer', params);
