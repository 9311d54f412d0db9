import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from 'yaml';
import { type Locate, locator, type Place } from './positions.ts';
import { type Finding, type Path, type Problem, pointer } from './problem.ts';

/** Limits on a file from anywhere: far beyond what people write, far below what hurts. */
export const LIMITS = { characters: 1_000_000, nodes: 100_000, depth: 100 } as const;

/** A YAML file as plain data, with the place of every node. */
export interface Source {
  /** JSON data; undefined if the text is not YAML at all. */
  value: unknown;
  problems: Problem[];
  /** Places whose value could not be taken from the text. */
  broken: Path[];
  locate: Locate;
  /** From now on what stands at `path` is found under another last key: the one that its author meant. */
  rename(path: Path, key: string): void;
}

type Report = (code: string, finding: Finding) => void;

/** Reads YAML. Never throws: whatever is wrong with the text is a problem. */
export function readSource(text: string): Source {
  const lines = new LineCounter();
  const places = new Map<string, Place>();
  const locate = locator(text, lines, places);
  const problems: Problem[] = [];
  const report: Report = (code, finding) => problems.push(locate(code, 'error', finding));

  const document = parse(text, lines, report);
  for (const error of firstAtEachPlace(document?.errors ?? [])) report(...syntaxFinding(error));
  const broken: Path[] = [];
  const rename: Source['rename'] = (path, key) =>
    renamePlaces(places, pointer(path), pointer([...path.slice(0, -1), key]));
  return { value: document && toData(document, places, broken, report), problems, broken, locate, rename };
}

function renamePlaces(places: Map<string, Place>, from: string, to: string): void {
  for (const [at, place] of [...places]) {
    if (at === from || at.startsWith(`${from}/`)) places.set(to + at.slice(from.length), place);
  }
}

function parse(text: string, lineCounter: LineCounter, report: Report): Document | undefined {
  if (text.length > LIMITS.characters) {
    const message = `the file has ${text.length} characters, more than the ${LIMITS.characters} that a workflow may have`;
    report('yaml-limit', {
      message,
      path: [],
      fix: 'split the workflow, or move schemas and instructions into files of their own',
    });
    return undefined;
  }
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'error' });
  } catch (error) {
    // The parser recurses, so nesting without end runs it out of stack.
    if (!(error instanceof RangeError)) throw error;
    report('yaml-limit', {
      message: 'the file is nested too deeply to be read',
      path: [],
      fix: `nest at most ${LIMITS.depth} levels`,
    });
    return undefined;
  }
}

const SYNTAX_FIXES: Record<string, string> = {
  TAB_AS_INDENT: 'indent with spaces',
  MULTIPLE_DOCS: 'keep one workflow in a file',
};

/** What follows from an error is often reported at the same place again. */
function firstAtEachPlace(errors: readonly YAMLError[]): YAMLError[] {
  return errors.filter(({ pos }, index) => errors.findIndex((other) => other.pos[0] === pos[0]) === index);
}

function syntaxFinding(error: YAMLError): [code: string, finding: Finding] {
  const at = { path: [], offset: error.pos[0] };
  if (error.code === 'DUPLICATE_KEY') {
    return [
      'duplicate-key',
      { ...at, message: 'this key stands twice in the same object', fix: 'remove one of the two' },
    ];
  }
  const fix = SYNTAX_FIXES[error.code];
  return ['yaml-syntax', { ...at, message: error.message.split('\n')[0]!, ...(fix && { fix }) }];
}

/** The document as plain data. Aliases are followed within the limits, so that a billion laughs end as one problem. */
function toData(document: Document, places: Map<string, Place>, broken: Path[], say: Report): unknown {
  let nodes = 0;
  const said = new Set<string>();
  const report: Report = (code, finding) => {
    say(code, finding);
    broken.push(finding.path);
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
    if (isAlias(node)) return aliased(node.resolve(document), path, node.source);
    if (isMap(node)) return Object.fromEntries(node.items.flatMap((pair) => member(pair, path)));
    if (isSeq(node)) return node.items.map((item, index) => child(item, [...path, index]));
    return isScalar(node) ? scalar(node.value, path) : null;
  }

  function aliased(target: Node | undefined, path: Path, name: string): unknown {
    if (target) return value(target, path);
    report('yaml-syntax', { message: `the alias *${name} has no anchor &${name} before it`, path });
    return null;
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
    if (text !== undefined && document.errors.some(({ pos }) => pos[0] >= start && pos[0] <= end)) broken.push(path);
    return value(node, path);
  }

  function scalar(data: unknown, path: Path): unknown {
    if (typeof data !== 'number' || Number.isFinite(data)) return data;
    report('yaml-syntax', { message: `${data} is not a number that JSON knows`, path });
    return null;
  }

  return child(document.contents, []);
}
