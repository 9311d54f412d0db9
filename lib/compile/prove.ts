import { type Checked, check, type Surroundings } from '../workflow/check.ts';
import type { Files } from '../workflow/files.ts';
import { modelOf } from '../workflow/model.ts';
import { inOrder } from '../workflow/problem.ts';
import { type Bounds, boundsOf } from './bounds/bounds.ts';
import type { Prices } from './bounds/prices.ts';
import { type Compiled, compile } from './compile.ts';
import { type Permission, permissionsOf } from './permissions.ts';
import { PROOFS } from './proofs/index.ts';

/** A file after all rules: those over what it says, and, where they find no error, those over what is made of it. */
export interface Proved extends Checked {
  compiled?: Compiled;
  /** What each function may do, by its key. */
  permissions?: Record<string, Permission[]>;
  bounds?: Bounds;
}

/** What is known of the deployment that a file is for; without prices, those of the lists count. */
export interface Deployment extends Surroundings {
  prices?: Prices | undefined;
}

/** Reads, checks and compiles a workflow file, and holds what comes out against its bounds. Never throws, whatever the text. */
export function prove(text: string, files: Files, surroundings: Deployment = {}): Proved {
  const checked = check(text, files, surroundings);
  const { workflow, problems, locate } = checked;
  if (!workflow || problems.some(({ severity }) => severity === 'error')) return checked;
  const model = modelOf(workflow, files, surroundings.directory);
  const compiled = compile(workflow, files);
  const bounds = boundsOf(model, compiled, surroundings.prices);
  const permissions = permissionsOf(compiled.program, model);
  const found = PROOFS.flatMap((proof) =>
    [...proof.check({ model, compiled, bounds })].map((finding) => locate(proof.code, proof.severity, finding)),
  );
  return { ...checked, problems: inOrder([...problems, ...found]), compiled, bounds, permissions };
}
