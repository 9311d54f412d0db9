/** ProjectionExpression, and the part of an item that some paths select. */
import type { AttributeValue, Item } from '../value.ts';
import { Cursor } from './cursor.ts';
import { type Path, parsePath, refuseOverlaps } from './path.ts';
import type { Placeholders } from './placeholders.ts';

export function parseProjection(expression: string, placeholders: Placeholders): Path[] {
  const cursor = new Cursor(expression, 'ProjectionExpression');
  const paths = [parsePath(cursor, placeholders)];
  while (cursor.takeIf(',')) paths.push(parsePath(cursor, placeholders));
  if (cursor.peek().kind !== 'end') throw cursor.unexpected();
  refuseOverlaps(cursor, paths);
  return paths;
}

/** Steps of the paths as a tree; a leaf selects all that is under it. */
interface Selection {
  children: Map<string | number, Selection>;
}

/** The selected part. Selected members of a list move together. */
export function project(item: Item, paths: readonly Path[]): Item {
  const root: Selection = { children: new Map() };
  for (const path of paths) plant(root, path);
  return projectMap(item, root);
}

function plant(root: Selection, path: Path): void {
  let at = root;
  for (const step of path) {
    const next = at.children.get(step) ?? { children: new Map() };
    at.children.set(step, next);
    at = next;
  }
}

function projectMap(map: Item, selection: Selection): Item {
  const found: Item = Object.create(null);
  for (const [step, below] of selection.children) {
    const value = typeof step === 'string' && map[step] ? projectValue(map[step], below) : undefined;
    if (value) found[step] = value;
  }
  return found;
}

function projectValue(value: AttributeValue, selection: Selection): AttributeValue | undefined {
  if (selection.children.size === 0) return value;
  if ('M' in value) return nonEmpty({ M: projectMap(value.M, selection) });
  return 'L' in value ? nonEmpty({ L: projectList(value.L, selection) }) : undefined;
}

function projectList(list: AttributeValue[], selection: Selection): AttributeValue[] {
  const chosen = list.map((value, index) => {
    const below = selection.children.get(index);
    return below && projectValue(value, below);
  });
  return chosen.filter((value) => value !== undefined);
}

function nonEmpty(value: { M: Item } | { L: AttributeValue[] }): AttributeValue | undefined {
  const members = 'M' in value ? Object.keys(value.M) : value.L;
  return members.length > 0 ? value : undefined;
}
