/** Writing XML: an element's content is text, a list (repeated elements) or members. */
export type Xml =
  | string
  | number
  | boolean
  | Date
  | Uint8Array
  | undefined
  | null
  | readonly Xml[]
  | { [name: string]: Xml };

/** `<name>…</name>`, once per item of a list; nothing for undefined. Dates are ISO 8601, bytes base64. */
export function element(name: string, content: Xml, attributes = ''): string {
  if (content === undefined || content === null) return '';
  if (Array.isArray(content)) return content.map((item) => element(name, item, attributes)).join('');
  return `<${name}${attributes}>${inner(content)}</${name}>`;
}

function inner(content: Exclude<Xml, undefined | null>): string {
  if (content instanceof Date) return content.toISOString();
  if (content instanceof Uint8Array) return Buffer.from(content).toString('base64');
  if (typeof content !== 'object') return escapeXml(String(content));
  return Object.entries(content)
    .map(([name, member]) => element(name, member))
    .join('');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Escapes markup, and carriage returns, which XML readers otherwise turn into line feeds. */
export const escapeXml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign).replaceAll('\r', '&#xD;');
