import { type Document, LineCounter, parseDocument } from 'yaml';
import { type Broken, brokenPlaces } from './broken.ts';
import { type Locate, locator, type Place } from './positions.ts';
import { type Path, type Problem, pointer } from './problem.ts';
import { type Report, TOO_MANY, toData } from './yaml-data.ts';
import { forbiddenCharacter, isTooMuch, LIMITS } from './yaml-limits.ts';
import { syntaxFinding, syntaxOf } from './yaml-syntax.ts';

/** A YAML file as plain data, with the place of every node. */
export interface Source {
  /** JSON data; undefined if the text is not YAML at all. */
  value: unknown;
  problems: Problem[];
  /** Places whose value could not be taken from the text. */
  broken: Broken;
  locate: Locate;
  /** From now on what stands at `path` is found under another last key: the one that its author meant. */
  rename(path: Path, key: string): unknown;
}

/** Reads YAML. Never throws: whatever is wrong with the text is a problem. */
export function readSource(given: string): Source {
  // A byte order mark is no part of the first line.
  const text = given.replace(/^\uFEFF/, '');
  const lines = new LineCounter();
  const places = new Map<string, Place>();
  const renames = new Map<string, string>();
  const locate = locator(text, lines, places, renames);
  const problems: Problem[] = [];
  const report: Report = (code, finding) => problems.push(locate(code, 'error', finding));

  const document = parse(text, lines, report);
  const { told, isLost } = syntaxOf(document);
  for (const error of told) report(...syntaxFinding(error, text));
  const forbidden = forbiddenCharacter(text);
  if (forbidden)
    report('yaml-syntax', { ...forbidden, path: [], fix: 'remove it, or write it as an escape in double quotes' });
  const broken = brokenPlaces();
  const rename: Source['rename'] = (path, key) => renames.set(pointer([...path.slice(0, -1), key]), pointer(path));
  const value = document && !isLost ? toData(document, places, broken, report) : undefined;
  return { value, problems, broken, locate, rename };
}

// The schema is named, so that a `%YAML 1.1` in the file makes no booleans of yes and no.
const YAML = { schema: 'core', prettyErrors: false, logLevel: 'error', uniqueKeys: false } as const;

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
  if (isTooMuch(text)) {
    report('yaml-limit', TOO_MANY);
    return undefined;
  }
  try {
    return parseDocument(text, { ...YAML, lineCounter });
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
