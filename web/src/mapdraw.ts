// SPDX-License-Identifier: Apache-2.0
// Draws the map on a canvas. A solid line is where an aircraft was seen, and nothing else is: a gap is broken, in a pattern that says
// why it was not seen (the patterns of the report, src/report/trails.c), and an end that was lost is an open fork that leads nowhere.
import { nearest, RADIUS_KM, trace, type End, type Gap, type Plane, type Silence, type Trail } from './plane';

export interface Place {
  at: [number, number];
  name: string;
  code: string | null;
  to: boolean;
}
export interface Flown {
  id: string;
  number: number;
  trail: Trail;
  off: End;
  on: End;
  label: string;
}
/** Pixels per kilometre, and the kilometres in the middle of the picture. */
export interface Window {
  k: number;
  x: number;
  y: number;
}

/** Strokes and spaces by turns, pixels: long, dots, long and short, even. */
export const DASH: Record<Gap, number[]> = { 'coverage hole': [9, 4], 'receiver edge': [1.2, 3.6], 'transponder off': [9, 3, 1.5, 3], unknown: [3, 3] };
const STEPS = [30, 10, 5, 2, 1, 0.5, 0.25];
export const NUMBERED = 12; // legs; more have no room for numbers
const SCALES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];

interface Look {
  [name: string]: string;
}

export class MapDraw {
  readonly canvas = document.createElement('canvas');
  window: Window = { k: 1, x: 0, y: 0 };
  shown: readonly Flown[] = [];
  chosen: Flown | null = null;
  labels = true;
  width = 0;
  height = 0;
  /** How long the last picture took to draw, ms. */
  took = 0;
  /** Called after zoom and pan. */
  moved: () => void = () => undefined;
  private look: Look = {};
  private ratio = 1;
  private merged: { of: readonly Flown[]; level: number; path: Path2D } | null = null;
  private asked = false;
  private boxes: [number, number, number, number][] = [];

  constructor(readonly plane: Plane, readonly places: readonly Place[], private readonly words: { km: (n: number) => string; gap: (s: Silence) => string }) {
    this.restyle();
  }

  /** Reads the colours again: light or dark. */
  restyle(): void {
    const style = getComputedStyle(document.documentElement);
    for (const name of ['paper', 'ink', 'soft', 'sea', 'land', 'grat', 'dot', 'faint', 'claim', 'mid', 'sans']) this.look[name] = style.getPropertyValue(`--${name}`).trim() || '#777';
    this.draw();
  }

  size(width: number, height: number): void {
    this.ratio = Math.min(3, devicePixelRatio || 1);
    this.width = width;
    this.height = height;
    this.canvas.width = Math.round(width * this.ratio);
    this.canvas.height = Math.round(height * this.ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.now();
  }

  /** The window that shows both places with room for their names. */
  fit(): Window {
    const [a, b] = [this.plane.put(this.plane.from), this.plane.put(this.plane.to)];
    const k = Math.min((0.54 * this.width) / Math.max(1, Math.abs(a[0] - b[0])), (0.54 * this.height) / Math.max(1, Math.abs(a[1] - b[1])), this.width / 240);
    return { k, x: 0, y: 0 };
  }

  least(): number {
    return Math.max(this.width, this.height) / 2 / this.plane.reach;
  }

  zoom(by: number, at: [number, number] = [this.width / 2, this.height / 2]): void {
    const { k } = this.window, to = Math.max(Math.min(this.least(), this.fit().k), Math.min(40, k * by));
    const dx = at[0] - this.width / 2, dy = at[1] - this.height / 2;
    this.move({ k: to, x: this.window.x + dx / k - dx / to, y: this.window.y + dy / k - dy / to });
  }

  pan(dx: number, dy: number): void {
    this.move({ ...this.window, x: this.window.x - dx / this.window.k, y: this.window.y - dy / this.window.k });
  }

  move(to: Window): void {
    const far = this.plane.reach;
    this.window = { k: to.k, x: Math.max(-far, Math.min(far, to.x)), y: Math.max(-far, Math.min(far, to.y)) };
    this.draw();
    this.moved();
  }

  km(px: number, py: number): [number, number] {
    return [(px - this.width / 2) / this.window.k + this.window.x, (py - this.height / 2) / this.window.k + this.window.y];
  }
  private px(x: number, y: number): [number, number] {
    return [(x - this.window.x) * this.window.k + this.width / 2, (y - this.window.y) * this.window.k + this.height / 2];
  }

  hit(px: number, py: number): { flown: Flown; ms: number | null } | null {
    const [x, y] = this.km(px, py), found = nearest(this.shown, x, y, 9 / this.window.k);
    return found ? { flown: this.shown[found.index]!, ms: found.ms } : null;
  }

  draw(): void {
    if (this.asked || !this.width) return;
    this.asked = true;
    requestAnimationFrame(() => this.now());
  }

  now(): void {
    this.asked = false;
    const c = this.canvas.getContext('2d');
    if (!c || !this.width) return;
    const begun = performance.now();
    const { k, x, y } = this.window, r = this.ratio;
    this.boxes = [[this.width - 48, 0, 48, 118]]; // the buttons lie there
    const plane = () => c.setTransform(r * k, 0, 0, r * k, r * (this.width / 2 - x * k), r * (this.height / 2 - y * k));
    c.setTransform(r, 0, 0, r, 0, 0);
    c.fillStyle = this.look.sea!;
    c.fillRect(0, 0, this.width, this.height);
    plane();
    c.fillStyle = this.look.land!;
    c.fill(this.plane.landPath, 'evenodd');
    const step = this.step();
    c.strokeStyle = this.look.grat!;
    c.lineWidth = 0.7 / k;
    c.stroke(this.plane.graticule(step, this.edge()));
    this.corridor(c, plane);
    this.trails(c, plane);
    c.setTransform(r, 0, 0, r, 0, 0);
    this.degrees(c, step);
    this.scale(c);
    for (const place of this.places) this.name(c, place);
    if (this.labels) this.numbers(c);
    this.took = performance.now() - begun;
  }

  /** Places along the edge of the picture. */
  private edge(): ([number, number] | null)[] {
    return [[0, 0], [0.5, 0], [1, 0], [1, 0.5], [1, 1], [0.5, 1], [0, 1], [0, 0.5]].map(([x, y]) => this.plane.lonlat(...this.km(x! * this.width, y! * this.height)));
  }

  private step(): number {
    return STEPS.find((s) => (Math.PI / 180) * RADIUS_KM * s * this.window.k < Math.min(this.width, this.height) / 2.2) ?? 0.25;
  }

  private corridor(c: CanvasRenderingContext2D, plane: () => void): void {
    const a = this.plane.put(this.plane.from), b = this.plane.put(this.plane.to), k = this.window.k, line = new Path2D();
    line.moveTo(...a);
    line.lineTo(...b);
    plane();
    c.strokeStyle = this.look.dot!;
    c.lineWidth = (this.shown.length ? 1 : 2.2) / k;
    c.globalAlpha = this.shown.length ? 0.55 : 1;
    c.stroke(line);
    c.globalAlpha = 1;
    const d = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (d * k < 60) return;
    const [mx, my] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], dx = (b[0] - a[0]) / d / k, dy = (b[1] - a[1]) / d / k;
    c.fillStyle = this.look.dot!;
    c.beginPath();
    c.moveTo(mx + 8 * dx, my + 8 * dy);
    c.lineTo(mx - 5 * dx - 5.5 * dy, my - 5 * dy + 5.5 * dx);
    c.lineTo(mx - 5 * dx + 5.5 * dy, my - 5 * dy - 5.5 * dx);
    c.fill();
  }

  /** Points nearer than so many kilometres do not tell at this zoom; by powers of two, so that a path serves many pictures. */
  private apart(): [number, number] {
    const level = Math.round(Math.log2(0.6 / this.window.k));
    return [level, 2 ** level];
  }

  private trails(c: CanvasRenderingContext2D, plane: () => void): void {
    const k = this.window.k, others = this.shown, n = others.length, [level, apart] = this.apart();
    if (!this.merged || this.merged.of !== others || this.merged.level !== level) {
      const path = new Path2D();
      for (const one of others) for (const part of one.trail.parts) trace(path, part.xy, apart);
      this.merged = { of: others, level, path };
    }
    const dim = this.chosen !== null && n > 1;
    plane();
    c.lineJoin = 'round';
    c.lineCap = 'butt';
    c.globalAlpha = (n > 60 ? 0.55 : n > NUMBERED ? 0.75 : 1) * (dim ? 0.45 : 1);
    this.silences(c, others, n > 200 ? 0.8 : 1.4);
    c.strokeStyle = this.look.dot!;
    c.lineWidth = (n > 200 ? 0.8 : n > NUMBERED ? 1.3 : 1.9) / k;
    c.stroke(this.merged.path);
    if (n <= 200) for (const one of others) this.ends(c, one, n > 60 ? 2 : 3.2);
    c.globalAlpha = 1;
    if (this.chosen) {
      const path = new Path2D();
      for (const part of this.chosen.trail.parts) trace(path, part.xy, apart / 2);
      c.strokeStyle = this.look.sea!;
      c.lineWidth = 7 / k;
      c.stroke(path);
      this.silences(c, [this.chosen], 2);
      c.strokeStyle = this.look.mid!;
      c.lineWidth = 3.2 / k;
      c.stroke(path);
      this.ends(c, this.chosen, 4.4);
    }
  }

  /** The patterns of gaps run on from one origin along the corridor: gaps side by side keep their breaks side by side. */
  private silences(c: CanvasRenderingContext2D, of: readonly Flown[], width: number): void {
    const k = this.window.k, a = this.plane.put(this.plane.from), b = this.plane.put(this.plane.to), d = Math.max(1e-9, Math.hypot(b[0] - a[0], b[1] - a[1])), [ux, uy] = [(b[0] - a[0]) / d, (b[1] - a[1]) / d];
    c.strokeStyle = this.look.ink!;
    c.lineWidth = width / k;
    for (const one of of)
      for (const gap of one.trail.silences) {
        const { xy } = gap, dash = DASH[gap.kind], length = dash.reduce((x, y) => x + y, 0), last = xy.length - 2;
        const along = ((xy[0]! - a[0]) * ux + (xy[1]! - a[1]) * uy) * k, back = (xy[last]! - xy[0]!) * ux + (xy[last + 1]! - xy[1]!) * uy < 0;
        c.setLineDash(dash.map((v) => v / k));
        c.lineDashOffset = ((((back ? -along : along) % length) + length) % length) / k;
        c.beginPath();
        c.moveTo(xy[0]!, xy[1]!);
        for (let i = 2; i < xy.length; i += 2) c.lineTo(xy[i]!, xy[i + 1]!);
        c.stroke();
      }
    c.setLineDash([]);
  }

  private ends(c: CanvasRenderingContext2D, one: Flown, radius: number): void {
    const parts = one.trail.parts, first = parts[0]?.xy, last = parts[parts.length - 1]?.xy;
    if (!first || !last) return;
    this.end(c, one.off, first, 0, 2, radius);
    this.end(c, one.on, last, last.length - 2, -2, radius);
  }

  /** A mark at a point of a line; (dx, dy) is the way on, away from the line. */
  private end(c: CanvasRenderingContext2D, end: End, xy: Float64Array, i: number, inward: number, px: number): void {
    const r = px / this.window.k, [x, y] = [xy[i]!, xy[i + 1]!];
    let j = i + inward;
    while (xy[j + inward] !== undefined && Math.hypot(x - xy[j]!, y - xy[j + 1]!) < r) j += inward;
    let dx = x - (xy[j] ?? x - 1), dy = y - (xy[j + 1] ?? y);
    const d = Math.hypot(dx, dy) || 1;
    dx /= d;
    dy /= d;
    c.strokeStyle = this.look.ink!;
    c.lineWidth = 1.4 / this.window.k;
    c.beginPath();
    if (end === 'seen' || end === 'inferred') {
      c.arc(x, y, r, 0, 2 * Math.PI);
      c.fillStyle = end === 'seen' ? this.look.ink! : this.look.sea!;
      c.fill();
      c.stroke();
    } else if (end === 'lost') {
      c.moveTo(x + 2 * r * (dx - 0.7 * dy), y + 2 * r * (dy + 0.7 * dx));
      c.lineTo(x, y);
      c.lineTo(x + 2 * r * (dx + 0.7 * dy), y + 2 * r * (dy - 0.7 * dx));
      c.stroke();
    } else if (end === 'edge') {
      c.lineWidth = 2.4 / this.window.k;
      c.moveTo(x - 1.7 * r * dy, y + 1.7 * r * dx);
      c.lineTo(x + 1.7 * r * dy, y - 1.7 * r * dx);
      c.stroke();
    }
  }

  // ---- words on the map, in pixels ----

  private text(c: CanvasRenderingContext2D, text: string, x: number, y: number, font: string, fill: string, align: CanvasTextAlign = 'left', halo = this.look.sea!): void {
    c.font = `${font} ${this.look.sans}`;
    c.textAlign = align;
    c.lineJoin = 'round';
    c.strokeStyle = halo;
    c.lineWidth = 4;
    c.strokeText(text, x, y);
    c.fillStyle = fill;
    c.fillText(text, x, y);
  }

  /** Degrees where lines meet the upper and the left edge. */
  private degrees(c: CanvasRenderingContext2D, step: number): void {
    const at = (axis: 0 | 1, length: number, put: (i: number, value: number) => void) => {
      let before: number | null = null, last = -99;
      for (let i = 0; i <= length; i += 2) {
        const value = this.plane.lonlat(...this.km(axis ? 0 : i, axis ? i : 0))?.[axis];
        if (value === undefined) { before = null; continue; }
        if (before !== null && Math.abs(value - before) < 90 && Math.floor(value / step) !== Math.floor(before / step) && i - last > 54 && i > 34 && i < length - 30) {
          put(i, Math.round(Math.max(value, before) / step) * step);
          last = i;
        }
        before = value;
      }
    };
    const said = (v: number, plus: string, minus: string) => `${+Math.abs(v).toFixed(2)}°${v > 0 ? plus : v < 0 ? minus : ''}`;
    at(0, this.width, (i, v) => this.text(c, said(v > 180 ? v - 360 : v, Math.abs(v) === 180 ? '' : 'E', 'W'), i, 14, '11px', this.look.soft!, 'center'));
    at(1, this.height, (i, v) => this.text(c, said(v, 'N', 'S'), 6, i + 4, '11px', this.look.soft!));
  }

  private scale(c: CanvasRenderingContext2D): void {
    const most = Math.min(160, this.width / 4), km = [...SCALES].reverse().find((s) => s * this.window.k <= most) ?? 1, w = km * this.window.k;
    const x = this.width - 14 - w, y = this.height - 14;
    c.strokeStyle = this.look.soft!;
    c.lineWidth = 1;
    c.beginPath();
    c.moveTo(x, y - 4);
    c.lineTo(x, y);
    c.lineTo(x + w, y);
    c.lineTo(x + w, y - 4);
    c.stroke();
    this.text(c, this.words.km(km), x + w / 2, y - 7, '11px', this.look.soft!, 'center');
    this.boxes.push([x - 8, y - 24, w + 22, 38]);
  }

  private free(box: [number, number, number, number]): boolean {
    return box[0] >= 2 && box[1] >= 2 && box[0] + box[2] <= this.width - 2 && box[1] + box[3] <= this.height - 2 &&
      this.boxes.every((b) => box[0] + box[2] < b[0] || b[0] + b[2] < box[0] || box[1] + box[3] < b[1] || b[1] + b[3] < box[1]);
  }

  private name(c: CanvasRenderingContext2D, place: Place): void {
    const [x, y] = this.px(...this.plane.put(place.at));
    if (x < -8 || y < -8 || x > this.width + 8 || y > this.height + 8) return;
    c.beginPath();
    c.arc(x, y, 4, 0, 2 * Math.PI);
    c.fillStyle = place.to ? this.look.dot! : this.look.paper!;
    c.fill();
    c.strokeStyle = this.look.dot!;
    c.lineWidth = 2.4;
    c.stroke();
    this.boxes.push([x - 6, y - 6, 12, 12]);
    c.font = `600 14px ${this.look.sans}`;
    const w = Math.max(c.measureText(place.name).width, 30), other = this.plane.put(place.to ? this.plane.from : this.plane.to), down = this.px(...other)[1] < y;
    const tries: [number, number, CanvasTextAlign][] = [[x, down ? y + 24 : y - 26, 'center'], [x + 12, y + 5, 'left'], [x - 12, y + 5, 'right'], [x, down ? y - 26 : y + 24, 'center'], [x - 10, y + 24, 'right'], [x + 10, y + 24, 'left']];
    for (const [tx, ty, align] of tries) {
      const left = align === 'center' ? tx - w / 2 : align === 'left' ? tx : tx - w, box: [number, number, number, number] = [left - 3, ty - 14, w + 6, place.code ? 32 : 18];
      if (!this.free(box)) continue;
      this.text(c, place.name, tx, ty, '600 14px', this.look.ink!, align);
      if (place.code) this.text(c, place.code, tx, ty + 14, '11px', this.look.soft!, align);
      this.boxes.push(box);
      return;
    }
  }

  /** Numbers of the table beside the tracks where there are few; of the chosen one its name, and why it was not seen. */
  private numbers(c: CanvasRenderingContext2D): void {
    if (this.chosen) {
      const one = this.chosen;
      for (const gap of one.trail.silences) {
        const m = Math.floor(gap.xy.length / 4) * 2, [x, y] = this.px((gap.xy[m]! + gap.xy[gap.xy.length - 2 - m]!) / 2, (gap.xy[m + 1]! + gap.xy[gap.xy.length - 1 - m]!) / 2);
        this.beside(c, this.words.gap(gap), x, y, '12px');
      }
      const part = [...one.trail.parts].sort((a, b) => b.xy.length - a.xy.length)[0]?.xy;
      if (part) {
        const m = Math.floor(part.length / 4) * 2;
        this.beside(c, one.label, ...this.px(part[m]!, part[m + 1]!), '600 13px');
      }
      return;
    }
    if (this.shown.length > NUMBERED) return;
    this.shown.forEach((one, i) => {
      const part = one.trail.parts[0]?.xy;
      if (!part) return;
      const m = 2 * Math.floor((part.length / 2 - 1) * ((i + 1) / (this.shown.length + 1)));
      this.beside(c, String(one.number), ...this.px(part[m]!, part[m + 1]!), '600 12px');
    });
  }

  private beside(c: CanvasRenderingContext2D, text: string, x: number, y: number, font: string): void {
    c.font = `${font} ${this.look.sans}`;
    const w = c.measureText(text).width;
    for (const [dx, dy] of [[10, 4], [-10 - w, 4], [-w / 2, -12], [-w / 2, 22], [10, 22], [-10 - w, -12]] as const) {
      const box: [number, number, number, number] = [x + dx - 2, y + dy - 12, w + 4, 16];
      if (!this.free(box)) continue;
      this.text(c, text, x + dx, y + dy, font, this.look.ink!);
      this.boxes.push(box);
      return;
    }
  }
}
