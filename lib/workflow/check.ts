import { RULES } from './checks/index.ts';
import type { Directory } from './directory.ts';
import type { Files } from './files.ts';
import { modelOf } from './model.ts';
import type { Locate } from './positions.ts';
import { inOrder, type Problem } from './problem.ts';
import { read } from './read.ts';
import type { Workflow } from './schema.ts';

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
  const { workflow, problems, broken, locate } = read(text);
  if (!workflow) return { problems: inOrder(problems), locate };
  const model = modelOf(workflow, files, directory);
  const found = RULES.flatMap((rule) => {
    const findings = [...rule.check(model)].filter(({ path }) => !broken.covers(path));
    return findings.map((finding) => locate(rule.code, rule.severity, finding));
  });
  return { workflow, problems: inOrder([...problems, ...found]), locate };
}
