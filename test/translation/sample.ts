import { stringify } from 'yaml';
import { modelOf } from '../../lib/workflow/model.ts';
import type { Workflow } from '../../lib/workflow/schema.ts';
import { type Draft, type Feature, generate } from './generate.ts';
import { anyFiles, type Compared, checked, compare, NotWellFormed } from './translate.ts';
import { type KeptWorld, type KindOf, noting, seededWorld } from './worlds.ts';

/** One drawn workflow in one drawn world. */
export interface Sample {
  seed: string;
  draft: Draft;
  /** Absent where what was drawn has errors; then they are here. */
  compared?: Compared;
  errors?: string;
  world?: KeptWorld;
}

export async function sample(seed: string, allowed?: readonly Feature[]): Promise<Sample> {
  return tried(seed, generate(seed, allowed));
}

/** Compares a draft in the world of a seed. */
export async function tried(seed: string, draft: Draft): Promise<Sample> {
  try {
    const workflow = checked(stringify(draft, { aliasDuplicateObjects: false }));
    const { world, kept } = noting(seededWorld(seed, kindsOf(workflow)));
    const compared = await compare(workflow, world);
    return { seed, draft, compared, world: kept() };
  } catch (error) {
    if (!(error instanceof NotWellFormed)) throw error;
    return { seed, draft, errors: error.message };
  }
}

/** Kinds of steps, finer where their answers differ. */
function kindsOf(workflow: Workflow): KindOf {
  const { byId } = modelOf(workflow, anyFiles);
  return (key) => {
    const step = byId.get(key)?.step;
    if (step?.kind === 'decision' && step.ask) return 'ask';
    if (step?.kind === 'workflow' && !step.wait) return 'started';
    return step?.kind ?? 'undo';
  };
}
