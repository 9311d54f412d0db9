/** Markup that is safe to send: what came from outside has been escaped on its way in. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes. Nothing is shown for `undefined`, `null` and `false`, so that `condition && html…` reads well. */
export type Part = Html | string | number | undefined | null | false | readonly Part[];

/** Builds markup. Every part that is not markup itself is text, and is escaped; attributes stand in double quotes. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.reduce((text, string, i) => text + textOf(parts[i - 1]) + string));

function textOf(part: Part): string {
  if (part instanceof Html) return part.text;
  if (part === undefined || part === null || part === false) return '';
  return Array.isArray(part) ? part.map(textOf).join('') : escapeText(String(part));
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Also for attributes in quotes of either kind. Control characters that HTML forbids become the replacement character. */
export const escapeText = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must go
  text.replaceAll(/[&<>"']/g, (c) => ENTITIES[c]!).replaceAll(/[\0-\b\v\f\x0e-\x1f]/g, '\ufffd');
