/** How one operation looks on the wire. */
import type { HeaderGroup } from './bindings.ts';
import type { Tree } from './xml-read.ts';

export interface Route {
  operation: string;
  method: string;
  at: 'service' | 'bucket' | 'object';
  /** Query parameters that tell this operation from its siblings. */
  with?: readonly string[];
  /** A header that does. */
  header?: string;
  headers?: readonly HeaderGroup[];
  /** The member that the body is: as it is, or read from XML. */
  body?: { member: 'Body' } | { member: string; read: (xml: Tree) => unknown };
  status?: number;
  /** The answer as XML: the root element and the members in it. Other members stand in headers. */
  xml?: { root: string; content: (output: Members) => Members; headers?: readonly string[] };
}

export type Members = Record<string, unknown>;

export const asIs = (xml: Tree) => xml;
export const listOf = (tree: Tree | Tree[] | undefined): Tree[] =>
  tree === undefined || tree === '' ? [] : [tree].flat();
export const member = (xml: Tree, name: string) => (typeof xml === 'string' ? undefined : xml[name]);

/** Renames members to their elements, where these differ. */
export const renamed = (names: Record<string, string>) => (output: Members) =>
  Object.fromEntries(Object.entries(output).map(([name, value]) => [names[name] ?? name, value]));

export const under = (name: string) => (output: Members) => output[name] as Members;

export function asMembers(output: Members): Members {
  return output;
}
