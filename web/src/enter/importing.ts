/** Files on their way into the case. They go on when another view is looked at; one after another, as the case has one writer. */
import { forget, job, post, type Job } from '../api';
import { tell } from '../dom';
import { w } from '../words';

export interface Bad { file?: string; sheet: string | null; line: number | null; column: string | null; reason: string }
export interface Tally { files: number; files_known: number; rows: number; rows_known: number; superseded: number; withdrawn: number; refused: number; bad_rows: number; bad: Bad[]; [k: string]: unknown }
export interface Run { name: string; bytes: number; state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'; share: number | null; text: string; result: Tally | null; id: string | null; cancel: () => void }

export const runs: Run[] = [];
const watchers = new Set<() => void>();
/** @return what ends it. */
export function watch(f: () => void): () => void { watchers.add(f); return () => watchers.delete(f); }
const changed = (): void => watchers.forEach((f) => f());

let line: Promise<void> = Promise.resolve();
export function importFile(file: File, params: Record<string, string> = {}): Run {
  const run: Run = { name: file.name, bytes: file.size, state: 'waiting', share: null, text: '', result: null, id: null, cancel() {
    if (run.state === 'waiting') { run.state = 'cancelled'; changed(); } else if (run.id && run.state === 'running') void post(`/api/jobs/${run.id}/cancel`).catch((e: Error) => { run.text = e.message; changed(); });
  } };
  runs.unshift(run);
  changed();
  line = line.then(async () => {
    if (run.state !== 'waiting') return;
    run.state = 'running';
    changed();
    try {
      run.id = String((await post<{ job: string | number }>('/api/import', file, { name: file.name, ...params })).job);
      const end: Job = await job(run.id, (j) => { run.share = j.share; run.text = j.text; changed(); });
      run.state = end.state;
      run.text = end.text.trim();
      run.result = end.result && typeof end.result === 'object' ? (end.result as Tally) : null;
      forget();
    } catch (e) { run.state = 'failed'; run.text = (e as Error).message; }
    changed();
    tell(w('enter.run.' + run.state, { name: run.name }));
  });
  return run;
}
