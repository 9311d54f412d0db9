/** Reading the small XML documents of S3 requests: elements and text, nothing that refers elsewhere. */
import { s3Error } from '../errors.ts';

/** Text, or members by name; a name that is repeated holds a list. */
export type Tree = string | { [name: string]: Tree | Tree[] };

interface Open {
  name: string;
  text: string;
  members: Record<string, Tree | Tree[]>;
}

const pieces =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s>]+)\s*>|<([^\s/>!]+)((?:\s[^>]*?)?)(\/?)>|([^<]+)/gy;

/** The content of the document's root element. Throws MalformedXML. */
export function readXml(body: Uint8Array): Tree {
  const text = Buffer.from(body).toString();
  const top: Open = { name: '', text: '', members: Object.create(null) };
  const open = [top];
  pieces.lastIndex = 0;
  for (let end = 0; end < text.length; end = pieces.lastIndex) {
    const found = pieces.exec(text);
    if (!found) throw malformed();
    take(open, found);
  }
  const [root, another] = Object.values(top.members);
  if (open.length !== 1 || root === undefined || another !== undefined || Array.isArray(root)) throw malformed();
  return root;
}

function take(open: Open[], [, data, closing, opening, , empty, text]: RegExpExecArray): void {
  const current = open.at(-1)!;
  if (data !== undefined) current.text += data;
  else if (text !== undefined) current.text += unescaped(text);
  else if (closing !== undefined) close(open, closing);
  else if (opening !== undefined) {
    open.push({ name: local(opening), text: '', members: Object.create(null) });
    if (empty) close(open, opening);
  }
}

function close(open: Open[], name: string): void {
  const done = open.pop()!;
  const parent = open.at(-1);
  if (!parent || done.name !== local(name)) throw malformed();
  const value: Tree = Object.keys(done.members).length > 0 ? done.members : done.text;
  const known = parent.members[done.name];
  parent.members[done.name] = known === undefined ? value : [known, value].flat();
}

const local = (name: string) => name.slice(name.indexOf(':') + 1);

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replaceAll(/&(#x[0-9a-fA-F]+|#\d+|\w+);/g, (_, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    const sign = entities[name];
    if (sign === undefined) throw malformed();
    return sign;
  });
}

function malformed() {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema';
  return s3Error('MalformedXML', 400, message);
}
