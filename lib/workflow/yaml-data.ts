import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { Broken } from './broken.ts';
import type { Place } from './positions.ts';
import { type Finding, type Path, pointer } from './problem.ts';

/** Limits on a file from anywhere: far beyond what people write, far below what hurts. */
export const LIMITS = { characters: 1_000_000, nodes: 100_000, depth: 100, errors: 100 } as const;

/** Takes a finding about the text. */
export type Report = (code: string, finding: Finding) => void;

/** The document as plain data. Aliases are followed within the limits, so that a billion laughs end as one problem. */
export function toData(document: Document, places: Map<string, Place>, broken: Broken, say: Report): unknown {
  let nodes = 0;
  const firstErrors = document.errors.slice(0, LIMITS.errors);
  // In the order of the text, so that an alias means the last anchor of its name before it.
  const anchors = new Map<string, Node>();
  const said = new Set<string>();
  const report: Report = (code, finding) => {
    say(code, finding);
    broken.add(finding.path);
  };

  function stop(message: string, path: Path, fix: string): null {
    if (!said.has(message)) report('yaml-limit', { message, path, fix });
    said.add(message);
    return null;
  }

  function value(node: unknown, path: Path): unknown {
    if (++nodes > LIMITS.nodes)
      return stop(`the file holds more than ${LIMITS.nodes} values`, [], 'split the workflow, or use fewer aliases');
    if (path.length > LIMITS.depth) return stop(`nested deeper than ${LIMITS.depth} levels`, path, 'flatten this part');
    if (node === null || node === undefined) return null;
    if (isAlias(node)) return aliased(anchors.get(node.source), path, node.source);
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined) anchors.set(anchor, node as Node);
    if (isMap(node)) return object(node, path);
    if (isSeq(node)) return node.items.map((item, index) => child(item, [...path, index]));
    return isScalar(node) ? scalar(node.value, path) : null;
  }

  function aliased(target: Node | undefined, path: Path, name: string): unknown {
    if (target) return value(target, path);
    report('yaml-syntax', { message: `the alias *${name} has no anchor &${name} before it`, path });
    return null;
  }

  /** The library would compare each key with each other; a hostile file has many. */
  function object(node: YAMLMap, path: Path): object {
    const members = new Map<string, unknown>();
    for (const [key, data] of node.items.flatMap((pair) => member(pair, path))) {
      if (members.has(key)) report('duplicate-key', { ...DUPLICATE, path: [...path, key], key: true });
      members.set(key, data);
    }
    return Object.fromEntries(members);
  }

  function member(pair: unknown, path: Path): [string, unknown][] {
    if (!isPair(pair)) return [];
    const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
    const at = [...path, key];
    const data = child(pair.value, at, (pair.key as Node | null)?.range?.[0]);
    if (key !== '__proto__') return [[key, data]];
    report('yaml-syntax', { message: "'__proto__' cannot be a key", path: at, key: true, fix: 'remove it' });
    return [];
  }

  function child(node: unknown, path: Path, key?: number): unknown {
    const range = (node as Node | null)?.range;
    const start = range?.[0] ?? key ?? 0;
    const end = range?.[1] ?? start;
    const text = isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
    places.set(pointer(path), { start, end, key, text });
    // A text with an error inside, such as an open quote, is not what its author meant.
    if (text !== undefined && firstErrors.some(({ pos }) => pos[0] >= start && pos[0] <= end)) broken.add(path);
    return value(node, path);
  }

  function scalar(data: unknown, path: Path): unknown {
    if (typeof data !== 'number' || Number.isFinite(data)) return data;
    report('yaml-syntax', { message: `${data} is not a number that JSON knows`, path });
    return null;
  }

  return child(document.contents, []);
}

const DUPLICATE = { message: 'this key stands twice in the same object', fix: 'remove one of the two' };
