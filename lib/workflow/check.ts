import type { Broken } from './broken.ts';
import { RULES } from './checks/index.ts';
import type { Directory } from './directory.ts';
import type { Files } from './files.ts';
import { modelOf } from './model.ts';
import type { Locate } from './positions.ts';
import { type Finding, inOrder, type Problem } from './problem.ts';
import { read } from './read.ts';
import type { Workflow } from './schema.ts';
import { LIMITS } from './yaml-limits.ts';

/** A file after all rules. It may be compiled if no problem is an error. */
export interface Checked {
  workflow?: Workflow;
  /** All of them, in the order of the file. */
  problems: Problem[];
  /** Finds the place of a finding in the text. */
  locate: Locate;
}

/** What is known of the deployment that a file is for. What is not given is not asked about. */
export interface Surroundings {
  directory?: Directory | undefined;
}

/** Reads a workflow file and holds every rule against it. Never throws, whatever the text. */
export function check(text: string, files: Files, { directory }: Surroundings = {}): Checked {
  const { workflow, problems: ofForm, broken, locate } = read(text);
  const problems = firstOfEach(ofForm);
  if (!workflow) return { problems: inOrder(problems), locate };
  const model = modelOf(workflow, files, directory);
  const found = RULES.flatMap((rule) => {
    const findings = first(unbroken(rule.check(model), broken), LIMITS.errors);
    return findings.map((finding) => locate(rule.code, rule.severity, finding));
  });
  return { workflow, problems: inOrder([...problems, ...found]), locate };
}

function firstOfEach(problems: readonly Problem[]): Problem[] {
  const codes = new Set(problems.map(({ code }) => code));
  return [...codes].flatMap((code) =>
    first(
      problems.filter((problem) => problem.code === code),
      LIMITS.errors,
    ),
  );
}

function* unbroken(findings: Iterable<Finding>, broken: Broken): Generator<Finding> {
  for (const finding of findings) if (!broken.covers(finding.path)) yield finding;
}

/** So many of them, and the next one only to say that there are more: nobody reads on, and looking for all may take forever. */
function first<T extends { message: string }>(findings: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const finding of findings) {
    if (taken.length === count)
      return [...taken, { ...finding, message: `${finding.message}; and there may be more like it` }];
    taken.push(finding);
  }
  return taken;
}
