/** Elements without markup: what comes from a case is only ever a text node or an attribute that cannot run. */

export type Child = Node | string | number | null | undefined | false | Child[];
type Attr = string | number | boolean | null | undefined | ((e: never) => void);

/** h('td', {class: 'num', onclick: f}, 'text', child). `on*` are listeners; true is an attribute without a value, false and null none.
 *  There is no way to give markup or a style string. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attrs?: Record<string, Attr> | null, ...children: Child[]): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  set(e, attrs);
  put(e, children);
  return e;
}

const SVG = 'http://www.w3.org/2000/svg';
export function s(tag: string, attrs?: Record<string, Attr> | null, ...children: Child[]): SVGElement {
  const e = document.createElementNS(SVG, tag) as SVGElement;
  set(e, attrs);
  put(e, children);
  return e;
}

function set(e: Element, attrs?: Record<string, Attr> | null): void {
  for (const [k, v] of Object.entries(attrs ?? {})) {
    if (v === null || v === undefined || v === false) continue;
    if (typeof v === 'function') e.addEventListener(k.slice(2), v as unknown as EventListener);
    else if (k === 'style') throw new Error('no style strings: the policy of the page refuses them');
    else if ((k === 'href' || k === 'src') && !/^(\/(?!\/)|#|\?)/.test(String(v))) throw new Error('only links into this page');
    else e.setAttribute(k, v === true ? '' : String(v));
  }
}

export function put(e: Element, children: Child[]): void {
  for (const c of children) {
    if (c === null || c === undefined || c === false) continue;
    if (Array.isArray(c)) put(e, c);
    else e.append(c instanceof Node ? c : String(c));
  }
}

export function clear(e: Element, ...children: Child[]): void {
  e.replaceChildren();
  put(e, children);
}

let svgs = 0;
/** An SVG document of the server as an element: parsed as XML, its style sheet left out (the page has the same rules), what could run
 *  or load left out, ids made its own, links to rows of the report (#r-NAME) made links to entries by `row`. null: it is none. */
export function svgOf(text: string, row: (name: string) => string = (name) => '/e/' + name): SVGElement | null {
  // The sheet goes before it is parsed: a parsed document applies its sheets at once, and the policy would report it.
  const bare = text.replace(/<style[^>]*>[^<]*<\/style>/g, ''), root = new DOMParser().parseFromString(bare, 'image/svg+xml').documentElement, mine = `g${++svgs}-`;
  if (root.nodeName !== 'svg') return null;
  for (const e of [...root.querySelectorAll('style, script, foreignObject, image')]) e.remove();
  for (const e of [root, ...root.querySelectorAll('*')])
    for (const { name, value } of [...e.attributes]) {
      const own = value.replace(/url\(#([\w-]+)\)/g, `url(#${mine}$1)`);
      if (/^on|^style$/i.test(name)) e.removeAttribute(name);
      else if (name === 'id' || /^aria-(labelledby|describedby)$/.test(name)) e.setAttribute(name, value.split(' ').map((id) => mine + id).join(' '));
      else if (/href$/.test(name) && e.nodeName === 'a') {
        const r = /^#r-([0-9a-f]{6,64})$/.exec(value);
        if (r) e.setAttribute(name, row(r[1]!)); else e.removeAttribute(name);
      } else if (/href$/.test(name)) { if (/^#[\w-]+$/.test(value)) e.setAttribute(name, '#' + mine + value.slice(1)); else e.removeAttribute(name); }
      else if (own !== value) e.setAttribute(name, own);
    }
  if (root.querySelector('a')) root.setAttribute('role', 'group'); // a picture with links in it is not one image
  return document.importNode(root, true) as unknown as SVGElement;
}

/** What a screen reader is told without the focus moving. */
export function tell(text: string): void {
  const live = document.getElementById('live');
  if (live) live.textContent = text;
}
