import type { Node } from './model.ts';

/** What every input's name begins with, so that no field of a document can pose as the page's own. */
export const PREFIX = 'f.';

/** The value of each input, by its name: `f.supplier.name`, `f.lines.0.amount`. */
export function flatten(node: Node, value: unknown, path = ''): Map<string, string> {
  switch (node.kind) {
    case 'fixed':
      return new Map();
    case 'leaf':
      return new Map([[PREFIX + path, textOf(value)]]);
    case 'list':
      return joined(rowsOf(value).map((row, i) => flatten(node.item, row, join(path, String(i)))));
    case 'group':
      return joined(
        Object.entries(node.members).map(([name, member]) => flatten(member, memberOf(value, name), join(path, name))),
      );
  }
}

/** As one line of an input shows it. Browsers take line breaks out of inputs, so this does it first. */
export const textOf = (value: unknown): string => (value === undefined || value === null ? '' : oneLine(String(value)));

export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

export const rowsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const memberOf = (value: unknown, name: string): unknown =>
  isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const join = (path: string, name: string): string => (path ? `${path}.${name}` : name);

const joined = (maps: readonly Map<string, string>[]): Map<string, string> => new Map(maps.flatMap((map) => [...map]));
