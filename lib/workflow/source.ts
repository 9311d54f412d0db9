import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml';
import { type Broken, brokenPlaces } from './broken.ts';
import { type Locate, locator, type Place } from './positions.ts';
import { type Finding, type Path, type Problem, pointer } from './problem.ts';
import { LIMITS, type Report, toData } from './yaml-data.ts';

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
export function readSource(text: string): Source {
  const lines = new LineCounter();
  const places = new Map<string, Place>();
  const renames = new Map<string, string>();
  const locate = locator(text, lines, places, renames);
  const problems: Problem[] = [];
  const report: Report = (code, finding) => problems.push(locate(code, 'error', finding));

  const document = parse(text, lines, report);
  const errors = firstAtEachPlace(document?.errors ?? []);
  for (const error of errors) report(...syntaxFinding(error));
  const broken = brokenPlaces();
  const rename: Source['rename'] = (path, key) => renames.set(pointer([...path.slice(0, -1), key]), pointer(path));
  return { value: document && toData(document, places, broken, report), problems, broken, locate, rename };
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
    return parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'error', uniqueKeys: false });
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
  const byPlace = new Map([...errors].reverse().map((error) => [error.pos[0], error]));
  return [...byPlace.values()].reverse().slice(0, LIMITS.errors);
}

function syntaxFinding(error: YAMLError): [code: string, finding: Finding] {
  const at = { path: [], offset: error.pos[0] };
  const fix = SYNTAX_FIXES[error.code];
  return ['yaml-syntax', { ...at, message: error.message.split('\n')[0]!, ...(fix && { fix }) }];
}
