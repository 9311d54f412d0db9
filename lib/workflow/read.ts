import { type Broken, brokenPlaces } from './broken.ts';
import { isRecord } from './data.ts';
import type { Locate } from './positions.ts';
import type { Problem } from './problem.ts';
import { repair } from './repair.ts';
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
  const value = structuredClone(source.value);
  for (let round = 0; round < ROUNDS; round++) {
    const result = workflow.safeParse(value, { error: listKnownKeys });
    if (result.success) return { ...reading, workflow: result.data };
    mend(value, result.error.issues, reading, source, round);
  }
  return reading;
}

const NOTHING = {
  message: 'the file holds no workflow: an object with apiVersion, name, version, deadline and steps is needed',
  path: [],
};

type Issue = Parameters<typeof schemaFindings>[0];

/** Reports each issue once and repairs the value. A key that was misspelt is not reported as missing too. */
function mend(value: unknown, issues: readonly Issue[], reading: Reading, source: Source, round: number): void {
  const all = issues.flatMap((issue) => schemaFindings(issue, value));
  const isMisspeltKey = ({ meant, finding }: SchemaFinding) => meant !== undefined && finding.key === true;
  const meantPlaces = brokenPlaces();
  for (const { finding, meant } of all.filter(isMisspeltKey)) {
    source.rename(finding.path, meant!);
    meantPlaces.add([...finding.path.slice(0, -1), meant!]);
  }
  for (const entry of all) {
    const { path } = entry.finding;
    // Nor is what it belongs to called incomplete.
    if (!isMisspeltKey(entry) && (meantPlaces.covers(path) || meantPlaces.isInside(path))) continue;
    report(entry, reading, round);
    repair(value, entry);
  }
}

function report({ code, finding, meant }: SchemaFinding, { problems, broken, locate }: Reading, round: number): void {
  if (broken.covers(finding.path)) return;
  // After a repair, what is said about the whole of something whose part was wrong comes from the repair.
  if (round > 0 && broken.isInside(finding.path)) return;
  problems.push(locate(code, 'error', finding));
  // What was only misspelt is understood, and is read on.
  if (meant === undefined) broken.add(finding.path);
}
