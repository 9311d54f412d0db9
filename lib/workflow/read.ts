import { type Broken, brokenPlaces } from './broken.ts';
import { at, isRecord } from './data.ts';
import type { Locate } from './positions.ts';
import { type Path, type Problem, pointer } from './problem.ts';
import { DECLARATIONS, declared, repair } from './repair.ts';
import { type Workflow, workflow } from './schema.ts';
import { listKnownKeys, type SchemaFinding, schemaFindings } from './schema-finding.ts';
import { readSource, type Source } from './source.ts';

/** A workflow file after reading. */
export interface Reading {
  /**
   * The workflow, complete in its types even when the file is not: what was wrong is left out or replaced by something
   * harmless, so that the rules can go on to find what else is wrong. Undefined if there is nothing to go on with.
   */
  workflow?: Workflow;
  problems: Problem[];
  /** Places with a mistake of form; a rule has nothing to add there. */
  broken: Broken;
  locate: Locate;
}

// Each round mends what the one before has uncovered; a file that needs more is beyond guessing.
const ROUNDS = 10;

/** Reads a workflow file: YAML, then its form. Never throws; `problems` holds everything that is wrong. */
export function read(text: string): Reading {
  const source = readSource(text);
  const reading: Reading = { problems: source.problems, broken: source.broken, locate: source.locate };
  if (!isRecord(source.value)) {
    if (source.problems.length === 0) reading.problems.push(source.locate('schema', 'error', NOTHING));
    return reading;
  }
  const mending: Mending = {
    value: structuredClone(source.value),
    source,
    reading,
    round: 0,
    mended: new Map(),
    misnamed: [],
  };
  for (; mending.round < ROUNDS; mending.round++) {
    const result = workflow.safeParse(mending.value, { error: listKnownKeys });
    if (result.success) return { ...reading, workflow: withMisnamed(result.data, mending.misnamed) };
    mend(mending, result.error.issues);
  }
  return reading;
}

/** A file on its way to a form that holds. */
interface Mending {
  value: unknown;
  source: Source;
  reading: Reading;
  round: number;
  /** How often something has been mended where: first it goes, then it gets a stand-in, then what is around it has to go. */
  mended: Map<string, number>;
  /** Declarations whose names are wrong. */
  misnamed: Path[];
}

/** Whoever names a declaration by its wrong name is not wrong too. */
function withMisnamed(read: Workflow, misnamed: readonly Path[]): Workflow {
  for (const [section, name] of misnamed)
    Object.assign(read, { [section!]: { ...(at(read, [section!]) as object), [name!]: declared(String(section)) } });
  return read;
}

const NOTHING = {
  message: 'the file holds no workflow: an object with apiVersion, name, version, deadline and steps is needed',
  path: [],
};

type Issue = Parameters<typeof schemaFindings>[0];

/** Reports each issue once and repairs the value. A key that was misspelt is not reported as missing too. */
function mend(mending: Mending, issues: readonly Issue[]): void {
  const all = issues.flatMap((issue) => schemaFindings(issue, mending.value));
  for (const entry of all) guess(entry, all);
  const meantPlaces = brokenPlaces();
  for (const { finding, meant } of all.filter(isMisspeltKey)) {
    mending.source.rename(finding.path, meant!);
    meantPlaces.add([...finding.path.slice(0, -1), meant!]);
  }
  const wrongPlaces = brokenPlaces();
  for (const { finding, isMissing } of all) if (!isMissing) wrongPlaces.add(finding.path);
  for (const entry of all) {
    const { path } = entry.finding;
    // Nor is what it belongs to called incomplete.
    if (!isMisspeltKey(entry) && (meantPlaces.covers(path) || meantPlaces.isInside(path))) continue;
    // What is said of the whole may be for its part: the next round tells.
    if (!entry.isMissing && wrongPlaces.isBelow(path)) continue;
    report(entry, mending.reading, mending.round);
    mendOne(mending, entry);
  }
}

function mendOne({ value, mended, misnamed, reading }: Mending, entry: SchemaFinding): void {
  let { path } = entry.finding;
  if (entry.finding.key && path.length === 2 && DECLARATIONS.has(String(path[0]))) misnamed.push(path);
  const times = (at: Path) => mended.get(pointer(at)) ?? 0;
  if (times(path) < 2) repair(value, entry);
  else {
    while (path.length > 1 && times(path) >= 2) path = path.slice(0, -1);
    reading.broken.add(path);
    repair(value, { code: entry.code, finding: { ...entry.finding, path } });
  }
  mended.set(pointer(path), times(path) + 1);
}

const isMisspeltKey = ({ meant, finding }: SchemaFinding) => meant !== undefined && finding.key === true;

/** Where one key only can stand, and it is missing, an unknown one must be it. */
function guess(entry: SchemaFinding, all: readonly SchemaFinding[]): void {
  const [only, ...others] = entry.free ?? [];
  if (only === undefined || others.length > 0 || entry.meant !== undefined) return;
  const place = pointer([...entry.finding.path.slice(0, -1), only]);
  if (!all.some(({ finding, isMissing }) => isMissing && pointer(finding.path) === place)) return;
  entry.meant = only;
  entry.finding.fix = `did you mean '${only}'?`;
}

function report({ code, finding, meant }: SchemaFinding, { problems, broken, locate }: Reading, round: number): void {
  if (broken.covers(finding.path)) return;
  // After a repair, what is said about the whole of something whose part was wrong comes from the repair.
  if (round > 0 && broken.isInside(finding.path)) return;
  problems.push(locate(code, 'error', finding));
  // What was only misspelt is understood, and is read on.
  if (meant === undefined) broken.add(finding.path);
}
