/** All words of the page, in one table by language (words/LANG/VIEW.json). `{name}` in a text is filled in. */
import table from 'virtual:words';

const langs = ['en', 'ko', 'ru'] as const;
export type Lang = (typeof langs)[number];
export const languages: readonly Lang[] = langs;
export const languageName: Record<Lang, string> = { en: 'English', ko: '한국어', ru: 'Русский' };

let from: string | null = null, now: Lang = 'en';
/** The language that the address asks for. */
export function lang(): Lang {
  if (from !== location.search) {
    from = location.search;
    const asked = new URLSearchParams(from).get('lang');
    now = langs.find((l) => l === asked) ?? 'en';
  }
  return now;
}

/** The text with this key; the English one where the language has none. */
export function w(key: string, fill?: Record<string, string | number>): string {
  const text = table[lang()]?.[key] ?? table.en?.[key] ?? key;
  return fill ? text.replace(/\{(\w+)\}/g, (_, k: string) => String(fill[k] ?? '')) : text;
}

/** The word for a token of the case ("announced", "counted"): words/LANG/token.json; the token itself where there is none. */
export function token(t: string | null | undefined): string {
  if (t === null || t === undefined || t === '') return w('token.unknown');
  const key = 'token.' + t.replace(/[^a-z0-9]+/gi, '_').toLowerCase();
  const text = w(key);
  return text === key ? t : text;
}

/** What the program says in English, where the page speaks another language: a screen reader reads it as English. */
export function inEnglish(): string | null { return lang() === 'en' ? null : 'en'; }
