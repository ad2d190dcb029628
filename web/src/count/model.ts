/** What one annotator marks on one photograph or video (docs/COUNT.md): the frames, and what was done to them in order, so that it can be undone. */

export interface Dot { readonly x: number; readonly y: number; readonly already: boolean } /* shares of width and height, 0 to 1 */
export interface Region { readonly points: readonly (readonly [number, number])[]; readonly share: number | null } /* share of the people in it that could be seen; null: not said */
export interface Frame { readonly dots: readonly Dot[]; readonly regions: readonly Region[] }
interface Step { t: number; before: Frame; after: Frame }
interface Kept { t_ms: number; width?: number; height?: number; dots?: Dot[]; regions?: { points: [number, number][]; share?: number | null }[] }

const none: Frame = { dots: [], regions: [] };
const five = (v: number): number => Math.round(Math.min(1, Math.max(0, v)) * 1e5) / 1e5;

export class Work {
  private frames = new Map<number, Frame>();
  private sizes = new Map<number, [number, number]>();
  private done: Step[] = [];
  private undone: Step[] = [];
  private kept: Step | undefined;

  /** What was saved before. */
  load(frames: Kept[]): void {
    for (const f of frames) {
      this.frames.set(f.t_ms, { dots: f.dots ?? [], regions: (f.regions ?? []).map((g) => ({ points: g.points, share: g.share ?? null })) });
      if (f.width && f.height) this.sizes.set(f.t_ms, [f.width, f.height]);
    }
  }
  /** A frame that was looked at is part of the count, also where nobody is on it. */
  looked(t: number, width: number, height: number): void {
    if (!this.frames.has(t)) this.frames.set(t, none);
    this.sizes.set(t, [width, height]);
  }
  /** Times of the frames on which anything is marked. */
  marked(): number[] { return [...this.frames].filter(([, f]) => f.dots.length + f.regions.length > 0).map(([t]) => t).sort((a, b) => a - b); }
  at(t: number): Frame { return this.frames.get(t) ?? none; }
  change(t: number, after: Frame): void {
    this.done.push({ t, before: this.at(t), after });
    this.undone = [];
    this.frames.set(t, after);
  }
  /** @return the time of the frame that changed; null: nothing to undo. */
  undo(): number | null { return this.turn(this.done, this.undone, 'before'); }
  redo(): number | null { return this.turn(this.undone, this.done, 'after'); }
  private turn(from: Step[], to: Step[], which: 'before' | 'after'): number | null {
    const step = from.pop();
    if (!step) return null;
    to.push(step);
    this.frames.set(step.t, step[which]);
    return step.t;
  }
  get canUndo(): boolean { return this.done.length > 0; }
  get canRedo(): boolean { return this.undone.length > 0; }
  get unsaved(): boolean { return this.done[this.done.length - 1] !== this.kept; }
  saved(): void { this.kept = this.done[this.done.length - 1]; }

  sum(): { people: number; already: number; regions: number } {
    let people = 0, already = 0, regions = 0;
    for (const f of this.frames.values()) {
      for (const d of f.dots) if (d.already) already++; else people++;
      regions += f.regions.length;
    }
    return { people, already, regions };
  }
  /** The frame with dots that was last before this one. */
  before(t: number): Frame | null {
    const earlier = [...this.frames].filter(([at, f]) => at < t && f.dots.length).sort((a, b) => b[0] - a[0]);
    return earlier[0]?.[1] ?? null;
  }
  document(head: Record<string, unknown>): Record<string, unknown> {
    const frames = [...this.frames].sort((a, b) => a[0] - b[0]).map(([t_ms, f]) => {
      const [width, height] = this.sizes.get(t_ms) ?? [0, 0];
      return { t_ms, width, height,
        regions: f.regions.map((g) => ({ points: g.points.map(([x, y]) => [five(x), five(y)]), ...(g.share === null ? {} : { share: g.share }) })),
        dots: f.dots.map((d) => ({ x: five(d.x), y: five(d.y), already: d.already })) };
    });
    return { ...head, frames };
  }
}
