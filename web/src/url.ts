/** The state of a view is in the address: every view is a permalink. */
export function param(name: string): string | null { return new URLSearchParams(location.search).get(name); }

/** Sets or (null, '') drops parameters. Small steps replace the entry of the history, others add one. */
export function setParams(values: Record<string, string | number | null>, step = false): void {
  const q = new URLSearchParams(location.search);
  for (const [k, v] of Object.entries(values)) if (v === null || v === '') q.delete(k); else q.set(k, String(v));
  const t = q.toString(), url = location.pathname + (t ? '?' + t : '') + location.hash;
  if (step) history.pushState(null, '', url); else history.replaceState(null, '', url);
}
