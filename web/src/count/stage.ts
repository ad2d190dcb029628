/** The picture on the bench, with dots and regions over it: one canvas, so that thousands of dots move smoothly. */
import { h } from '../dom';
import { share } from '../format';
import type { Dot, Frame, Region } from './model';

export type Tool = 'person' | 'already' | 'region';
export interface Stage {
  element: HTMLElement;
  show(image: HTMLImageElement, frame: Frame, ghosts: readonly Dot[]): void;
  update(frame: Frame, ghosts: readonly Dot[]): void;
  tool(t: Tool): void;
  zoom(by: number): void;
  fit(): void;
  remove(): void;
  toggle(): void;
  close(): void;
  stop(): void;
}
export interface Hooks {
  /** The frame as it is after what the annotator did; what it was, for those who cannot see it. */
  changed(next: Frame, what: 'placed' | 'removed' | 'moved' | 'toggled' | 'region' | 'unregion'): void;
  selected(dot: Dot | null): void;
  /** Where the crosshair or what is being drawn stands. */
  said(what: 'corner' | 'dot' | 'empty' | 'place', n: number, x?: number, y?: number): void;
  /** A key that the stage does not know: the next frame, say. */
  key(e: KeyboardEvent): boolean;
}

const RADIUS = 6, HIT = 12; /* px on screen: a target is 24 px wide */

export function stage(label: string, describedBy: string, hooks: Hooks): Stage {
  const canvas = h('canvas', { 'aria-hidden': 'true' });
  const element = h('div', { class: 'stage', tabindex: '0', role: 'application', 'aria-label': label, 'aria-describedby': describedBy }, canvas);
  let image: HTMLImageElement | null = null, frame: Frame = { dots: [], regions: [] }, ghosts: readonly Dot[] = [];
  let mode: Tool = 'person', scale = 1, left = 0, top = 0, fitted = 1, chosen = -1, drawing: [number, number][] = [], waiting = 0, keyboard = false;
  const cross: [number, number] = [0.5, 0.5], pointers = new Map<number, [number, number]>();
  let held: { at: [number, number]; dot: number; moved: boolean; from: [number, number] } | null = null;

  const wide = (): number => image?.naturalWidth || 1, high = (): number => image?.naturalHeight || 1;
  const toScreen = (x: number, y: number): [number, number] => [x * wide() * scale + left, y * high() * scale + top];
  const toPicture = (x: number, y: number): [number, number] => [(x - left) / (wide() * scale), (y - top) / (high() * scale)];
  const inside = ([x, y]: readonly [number, number]): boolean => x >= 0 && x <= 1 && y >= 0 && y <= 1;

  function fit(): void {
    fitted = Math.min(element.clientWidth / wide(), element.clientHeight / high()) || 1;
    scale = fitted;
    left = (element.clientWidth - wide() * scale) / 2;
    top = (element.clientHeight - high() * scale) / 2;
    paint();
  }
  /* Some of the picture always stays in sight. */
  function hold(): void {
    const w = wide() * scale, t = high() * scale, keep = 40;
    left = Math.min(element.clientWidth - keep, Math.max(keep - w, left));
    top = Math.min(element.clientHeight - keep, Math.max(keep - t, top));
  }
  function zoomAt(by: number, x: number, y: number): void {
    const next = Math.min(16, Math.max(fitted / 2, scale * by)), f = next / scale;
    left = x - (x - left) * f;
    top = y - (y - top) * f;
    scale = next;
    hold();
    paint();
  }
  const zoom = (by: number): void => { const [x, y] = keyboard ? toScreen(cross[0], cross[1]) : [element.clientWidth / 2, element.clientHeight / 2]; zoomAt(by, x, y); };
  const pan = (x: number, y: number): void => { left += x; top += y; hold(); paint(); };

  function nearest(list: readonly Dot[], x: number, y: number): number {
    let best = -1, least = HIT * HIT;
    for (let i = 0; i < list.length; i++) {
      const [sx, sy] = toScreen(list[i]!.x, list[i]!.y), d = (sx - x) ** 2 + (sy - y) ** 2;
      if (d <= least) { least = d; best = i; }
    }
    return best;
  }
  function choose(i: number): void {
    chosen = i;
    hooks.selected(frame.dots[i] ?? null);
    paint();
  }
  function put(next: Frame, what: Parameters<Hooks['changed']>[1]): void {
    frame = next;
    hooks.changed(next, what);
    paint();
  }
  function place(x: number, y: number): void {
    if (!inside([x, y])) return;
    if (mode === 'region') {
      drawing.push([x, y]);
      hooks.said('corner', drawing.length);
      paint();
      return;
    }
    chosen = frame.dots.length;
    put({ ...frame, dots: [...frame.dots, { x, y, already: mode === 'already' }] }, 'placed');
    hooks.selected(frame.dots[chosen]!);
  }
  function closeRegion(): void {
    if (drawing.length >= 3) {
      const region: Region = { points: drawing, share: 1 };
      drawing = [];
      put({ ...frame, regions: [...frame.regions, region] }, 'region');
    }
    drawing = [];
    paint();
  }
  function remove(): void {
    if (mode === 'region' && drawing.length) { drawing.pop(); paint(); return; }
    if (!frame.dots[chosen]) return;
    const dots = frame.dots.filter((_, i) => i !== chosen);
    choose(-1);
    put({ ...frame, dots }, 'removed');
  }
  function toggle(): void {
    if (!frame.dots[chosen]) return;
    put({ ...frame, dots: frame.dots.map((d, i) => (i === chosen ? { ...d, already: !d.already } : d)) }, 'toggled');
    hooks.selected(frame.dots[chosen]!);
  }

  /* ---- what is drawn ---- */
  function paint(): void {
    if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; draw(); });
  }
  function circles(list: readonly Dot[], r: number, want: (d: Dot, i: number) => boolean): Path2D {
    const p = new Path2D();
    list.forEach((d, i) => {
      if (!want(d, i)) return;
      const [x, y] = toScreen(d.x, d.y);
      p.moveTo(x + r, y);
      p.arc(x, y, r, 0, 2 * Math.PI);
    });
    return p;
  }
  function line(points: readonly (readonly [number, number])[], shut: boolean): Path2D {
    const p = new Path2D();
    points.forEach(([x, y], i) => { const [sx, sy] = toScreen(x, y); if (i) p.lineTo(sx, sy); else p.moveTo(sx, sy); });
    if (shut) p.closePath();
    return p;
  }
  function draw(): void {
    const w = element.clientWidth, t = element.clientHeight, ratio = window.devicePixelRatio || 1, c = canvas.getContext('2d');
    if (!c || !w || !t) return;
    if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(t * ratio)) {
      canvas.width = Math.round(w * ratio);
      canvas.height = Math.round(t * ratio);
    }
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.clearRect(0, 0, w, t);
    if (!image) return;
    c.imageSmoothingEnabled = scale < 3;
    c.drawImage(image, left, top, wide() * scale, high() * scale);
    const dark = '#14171b', pale = '#ffffff', blue = '#1f74b8';
    const both = (p: Path2D, width: number): void => {
      c.setLineDash([]);
      c.strokeStyle = pale; c.lineWidth = width + 2; c.stroke(p);
      c.strokeStyle = dark; c.lineWidth = width; c.stroke(p);
    };
    c.font = `600 12.5px ${getComputedStyle(element).fontFamily}`;
    for (const g of frame.regions) {
      const p = line(g.points, true);
      c.fillStyle = 'rgba(20,23,27,.18)';
      c.fill(p);
      c.strokeStyle = pale; c.lineWidth = 3; c.setLineDash([]); c.stroke(p);
      c.strokeStyle = dark; c.lineWidth = 1.5; c.setLineDash([6, 4]); c.stroke(p);
    }
    if (drawing.length) {
      both(line(keyboard ? [...drawing, cross] : drawing, false), 1.5);
      both(circles(drawing.map(([x, y]) => ({ x, y, already: false })), 3, () => true), 1.5);
    }
    c.setLineDash([2, 2]);
    const ghost = circles(ghosts, RADIUS, () => true);
    c.strokeStyle = pale; c.lineWidth = 2.6; c.stroke(ghost);
    c.strokeStyle = dark; c.lineWidth = 1.2; c.stroke(ghost);
    c.setLineDash([]);
    const people = circles(frame.dots, RADIUS, (d) => !d.already), already = circles(frame.dots, RADIUS - 1, (d) => d.already);
    c.strokeStyle = pale; c.lineWidth = 3; c.stroke(people);
    c.fillStyle = blue; c.fill(people);
    c.strokeStyle = pale; c.lineWidth = 5; c.stroke(already);
    c.strokeStyle = blue; c.lineWidth = 2.2; c.stroke(already);
    if (frame.dots[chosen]) both(circles(frame.dots, RADIUS + 5, (_, i) => i === chosen), 1.6);
    c.textAlign = 'center';
    for (const g of frame.regions) {
      const [x, y] = toScreen(g.points.reduce((n, p) => n + p[0], 0) / g.points.length, g.points.reduce((n, p) => n + p[1], 0) / g.points.length), text = share(g.share);
      c.strokeStyle = pale; c.lineWidth = 4; c.lineJoin = 'round'; c.strokeText(text, x, y);
      c.fillStyle = dark; c.fillText(text, x, y);
    }
    if (keyboard && document.activeElement === element) {
      const [x, y] = toScreen(cross[0], cross[1]), p = new Path2D();
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) { p.moveTo(x + 5 * dx, y + 5 * dy); p.lineTo(x + 19 * dx, y + 19 * dy); }
      both(p, 1.6);
    }
  }

  /* ---- pointer: a click marks, a drag moves the picture or the dot under it, two fingers or the wheel zoom ---- */
  const spot = (e: MouseEvent): [number, number] => { const b = element.getBoundingClientRect(); return [e.clientX - b.left, e.clientY - b.top]; };
  element.addEventListener('pointerdown', (e) => {
    if (e.button > 1) return;
    keyboard = false;
    element.focus({ preventScroll: true });
    element.setPointerCapture(e.pointerId);
    const at = spot(e);
    pointers.set(e.pointerId, at);
    held = pointers.size > 1 ? null : { at, from: at, moved: e.button === 1, dot: mode === 'region' || e.button === 1 || e.shiftKey ? -1 : nearest(frame.dots, at[0], at[1]) };
    e.preventDefault();
  });
  element.addEventListener('pointermove', (e) => {
    const old = pointers.get(e.pointerId), at = spot(e);
    if (!old) return;
    if (pointers.size === 2) {
      const other = [...pointers].find(([id]) => id !== e.pointerId)![1], was = Math.hypot(old[0] - other[0], old[1] - other[1]), is = Math.hypot(at[0] - other[0], at[1] - other[1]);
      pointers.set(e.pointerId, at);
      if (was > 4) zoomAt(is / was, (at[0] + other[0]) / 2, (at[1] + other[1]) / 2);
      return;
    }
    pointers.set(e.pointerId, at);
    if (!held) return;
    if (!held.moved && Math.hypot(at[0] - held.from[0], at[1] - held.from[1]) < 4) return;
    held.moved = true;
    if (held.dot >= 0) {
      const [x, y] = toPicture(at[0], at[1]);
      frame = { ...frame, dots: frame.dots.map((d, i) => (i === held!.dot ? { ...d, x: Math.min(1, Math.max(0, x)), y: Math.min(1, Math.max(0, y)) } : d)) };
      chosen = held.dot;
      paint();
    } else pan(at[0] - held.at[0], at[1] - held.at[1]);
    held.at = at;
  });
  const up = (e: PointerEvent): void => {
    pointers.delete(e.pointerId);
    const was = held;
    held = null;
    if (!was || e.type === 'pointercancel') return;
    if (was.moved) { if (was.dot >= 0) { put(frame, 'moved'); choose(was.dot); } return; }
    if (was.dot >= 0) { choose(was.dot); return; }
    const first = drawing[0];
    if (mode === 'region' && first && drawing.length >= 3) {
      const [x, y] = toScreen(first[0], first[1]);
      if (Math.hypot(x - was.at[0], y - was.at[1]) <= HIT) { closeRegion(); return; }
    }
    const [x, y] = toPicture(was.at[0], was.at[1]);
    cross[0] = Math.min(1, Math.max(0, x));
    cross[1] = Math.min(1, Math.max(0, y));
    place(x, y);
  };
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('wheel', (e) => { e.preventDefault(); const [x, y] = spot(e); zoomAt(Math.exp(-e.deltaY * (e.deltaMode ? 0.05 : 0.0016)), x, y); }, { passive: false });

  /* ---- keyboard: a crosshair ---- */
  function step(dx: number, dy: number, e: KeyboardEvent): void {
    const by = (e.shiftKey ? 40 : 8) / scale; /* of the picture's pixels */
    keyboard = true;
    cross[0] = Math.min(1, Math.max(0, cross[0] + (dx * by) / wide()));
    cross[1] = Math.min(1, Math.max(0, cross[1] + (dy * by) / high()));
    const [x, y] = toScreen(cross[0], cross[1]), edge = 24;
    pan(x < edge ? edge - x : x > element.clientWidth - edge ? element.clientWidth - edge - x : 0, y < edge ? edge - y : y > element.clientHeight - edge ? element.clientHeight - edge - y : 0);
    const under = nearest(frame.dots, x, y);
    hooks.said(under >= 0 ? 'dot' : 'place', under + 1, cross[0], cross[1]);
  }
  const walk = (by: number): void => {
    if (!frame.dots.length) { hooks.said('empty', 0); return; }
    const i = (chosen + by + frame.dots.length) % frame.dots.length, d = frame.dots[chosen < 0 && by < 0 ? frame.dots.length - 1 : i]!;
    cross[0] = d.x; cross[1] = d.y;
    keyboard = true;
    choose(frame.dots.indexOf(d));
    hooks.said('dot', chosen + 1, d.x, d.y);
  };
  const keys: Record<string, (e: KeyboardEvent) => void> = {
    ArrowLeft: (e) => step(-1, 0, e), ArrowRight: (e) => step(1, 0, e), ArrowUp: (e) => step(0, -1, e), ArrowDown: (e) => step(0, 1, e),
    Enter: () => enter(), ' ': () => enter(), Delete: () => under(remove), Backspace: () => under(remove), x: () => under(toggle),
    '+': () => zoom(1.25), '=': () => zoom(1.25), e: () => zoom(1.25), '-': () => zoom(0.8), q: () => zoom(0.8), '0': () => fit(),
    w: () => pan(0, 60), s: () => pan(0, -60), a: () => pan(60, 0), d: () => pan(-60, 0), ']': () => walk(1), '[': () => walk(-1), c: () => closeRegion(),
    Escape: () => { drawing = []; choose(-1); },
  };
  function enter(): void {
    if (!keyboard) { keyboard = true; paint(); return; } /* the first stroke shows where the next will mark */
    place(cross[0], cross[1]);
  }
  function under(f: () => void): void {
    if (keyboard && mode !== 'region') { const [x, y] = toScreen(cross[0], cross[1]), i = nearest(frame.dots, x, y); if (i >= 0) chosen = i; }
    f();
  }
  element.addEventListener('keydown', (e) => {
    if (hooks.key(e)) { e.preventDefault(); e.stopPropagation(); return; }
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const f = keys[e.key];
    if (!f) return;
    f(e);
    e.preventDefault();
    e.stopPropagation();
  });
  element.addEventListener('focus', () => { if (element.matches(':focus-visible') && !pointers.size) keyboard = true; paint(); });
  element.addEventListener('blur', paint);
  const watch = new ResizeObserver(() => { if (image && scale === fitted) fit(); else paint(); });
  watch.observe(element);

  return {
    element,
    show(next, f, g) { const same = image && image.naturalWidth === next.naturalWidth && image.naturalHeight === next.naturalHeight; image = next; frame = f; ghosts = g; chosen = -1; drawing = []; hooks.selected(null); if (same) paint(); else fit(); },
    update(f, g) { frame = f; ghosts = g; if (chosen >= f.dots.length) chosen = -1; hooks.selected(f.dots[chosen] ?? null); paint(); },
    tool(t) { mode = t; drawing = []; paint(); },
    zoom, fit, remove, toggle, close: closeRegion,
    stop() { watch.disconnect(); cancelAnimationFrame(waiting); },
  };
}
