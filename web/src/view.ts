/** What a view is given. */
export interface Ctx {
  /** The path after the view's own: ['3f9a2c'] of /e/3f9a2c. */
  rest: string[];
  /** Is this call still the one on screen? Ask after each await. */
  live: () => boolean;
  /** Called when the view is left; `false` from a guard keeps the user here (unsaved work). */
  onLeave: (f: () => boolean | void) => void;
  /** Keys of the view, for the `?` list and for the keyboard: key, what it does, the deed. */
  keys: (list: { key: string; help: string; run?: () => void }[]) => void;
  /** Goes to another address of the page. */
  go: (path: string) => void;
}
export type View = (root: HTMLElement, ctx: Ctx) => Promise<void>;
