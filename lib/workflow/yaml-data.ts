import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import type { Broken } from './broken.ts';
import type { Place } from './positions.ts';
import { type Finding, type Path, pointer } from './problem.ts';
import { LIMITS } from './yaml-limits.ts';

/** Takes a finding about the text. */
export type Report = (code: string, finding: Finding) => void;

/** Ends the reading where aliases make more of a file than it says. */
class TooManyValues extends Error {}

/**
 * The document as plain data; undefined if there is too much of it. Aliases are followed within the limits, so that a
 * billion laughs end as one problem.
 */
export function toData(document: Document, places: Map<string, Place>, broken: Broken, say: Report): unknown {
  const report: Report = (code, finding) => {
    say(code, finding);
    broken.add(finding.path);
  };
  try {
    return reader(document, places, broken, report)(document.contents, []);
  } catch (error) {
    if (!(error instanceof TooManyValues)) throw error;
    say('yaml-limit', TOO_MANY);
    return undefined;
  }
}

export const TOO_MANY: Finding = {
  message: 'the file holds more than a workflow may have: about 1,500 steps',
  path: [],
  fix: 'split the workflow, move schemas into files of their own, or use fewer aliases',
};

function reader(document: Document, places: Map<string, Place>, broken: Broken, report: Report) {
  let nodes = 0;
  let isTooDeep = false;
  const firstErrors = document.errors.slice(0, LIMITS.errors);
  // In the order of the text, so that an alias means the last anchor of its name before it.
  const anchors = new Map<string, Node>();
  const open = new Set<Node>();

  function child(node: unknown, path: Path, key?: number): unknown {
    const place = placeOf(node, key);
    places.set(pointer(path), place);
    const { start, end, text } = place;
    // A text with an error inside, such as an open quote, is not what its author meant.
    if (text !== undefined && firstErrors.some(({ pos }) => pos[0] >= start && pos[0] <= end)) broken.add(path);
    return value(node, path);
  }

  function value(node: unknown, path: Path): unknown {
    if (++nodes > LIMITS.nodes) throw new TooManyValues();
    if (path.length > LIMITS.depth) return tooDeep(path);
    if (isAlias(node)) return aliased(anchors.get(node.source), path, node.source);
    const { anchor } = (node ?? {}) as { anchor?: string };
    if (anchor !== undefined) anchors.set(anchor, node as Node);
    if (isScalar(node)) return scalar(node, path, report);
    if (!isMap(node) && !isSeq(node)) return null;
    open.add(node);
    const data = isMap(node) ? object(node, path) : node.items.map((item, index) => child(item, [...path, index]));
    open.delete(node);
    return data;
  }

  function tooDeep(path: Path): null {
    const message = `nested deeper than ${LIMITS.depth} levels`;
    if (!isTooDeep) report('yaml-limit', { message, path, fix: 'flatten this part' });
    isTooDeep = true;
    return null;
  }

  function aliased(target: Node | undefined, path: Path, name: string): unknown {
    if (target && !open.has(target)) return value(target, path);
    const message = target
      ? `the alias *${name} stands inside of what it names`
      : `the alias *${name} has no anchor &${name} before it`;
    report('yaml-syntax', { message, path });
    return null;
  }

  /** The library would compare each key with each other; a hostile file has many. */
  function object(node: YAMLMap, path: Path): object {
    const members = new Map<string, unknown>();
    for (const { key: keyNode, value: member } of node.items.filter(isPair)) {
      const key = isScalar(keyNode) ? String(keyNode.value) : '';
      const at = [...path, key];
      const wrong = wrongKey(keyNode, key);
      const start = rangeOf(keyNode)?.[0];
      if (wrong) {
        places.set(pointer(at), placeOf(null, start));
        report('yaml-syntax', { ...wrong, path: at, key: true });
        continue;
      }
      const data = child(member, at, start);
      if (members.has(key)) report('duplicate-key', { ...DUPLICATE, path: at, key: true });
      members.set(key, data);
    }
    return Object.fromEntries(members);
  }

  return child;
}

const DUPLICATE = { message: 'this key stands twice in the same object', fix: 'remove one of the two' };

const rangeOf = (node: unknown) => (node as Node | null)?.range;

/** What is left empty is found at its key. */
function placeOf(node: unknown, key?: number): Place {
  const [start = 0, end = start] = rangeOf(node) ?? (key === undefined ? [] : [key]);
  const isEmpty = isScalar(node) && node.value === null && start === end;
  const text = isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
  return { start: isEmpty ? (key ?? start) : start, end, key, text };
}

/** What is wrong with a key, if something is. */
function wrongKey(node: unknown, key: string): { message: string; fix: string } | undefined {
  if (!isScalar(node) || node.source === '') return { message: 'a key must be a text', fix: 'give it a name' };
  if (key === '__proto__') return { message: "'__proto__' cannot be a key", fix: 'remove it' };
  if (key !== '<<' || node.type !== 'PLAIN') return undefined;
  const message = "'<<' merges nothing: YAML 1.2 has no merge keys";
  return { message, fix: 'write the members out, or use the alias for all of it' };
}

function scalar({ value, source }: Scalar, path: Path, report: Report): unknown {
  if (typeof value !== 'number') return value;
  const isExact = !Number.isInteger(value) || Number.isSafeInteger(value);
  if (Number.isFinite(value) && isExact) return value;
  const why = isExact ? 'is not a number that JSON knows' : 'has more digits than a number can keep';
  report('yaml-syntax', { message: `${source ?? value} ${why}`, path, fix: 'put it in quotes' });
  return null;
}
