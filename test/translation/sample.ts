import type { Workflow } from '../../lib/workflow/schema.ts';
import { placesBelow, scopesOf } from '../../lib/workflow/scopes.ts';
import { type Draft, type Feature, generate } from './generate.ts';
import { type Compared, compare, formed, NotWellFormed } from './translate.ts';
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

export async function sample(seed: string, allowed?: readonly Feature[], alter?: Alter): Promise<Sample> {
  return tried(seed, generate(seed, allowed), alter);
}

type Alter = Parameters<typeof compare>[2];

/** Compares a draft in the world of a seed. */
export async function tried(seed: string, draft: Draft, alter?: Alter): Promise<Sample> {
  try {
    const workflow = formed(draft);
    const { world, kept } = noting(seededWorld(seed, kindsOf(workflow)));
    const compared = await compare(workflow, world, alter);
    return { seed, draft, compared, world: kept() };
  } catch (error) {
    if (!(error instanceof NotWellFormed)) throw error;
    return { seed, draft, errors: error.message };
  }
}

/** Kinds of steps, finer where their answers differ. */
export function kindsOf(workflow: Workflow): KindOf {
  const places = scopesOf(workflow).flatMap(placesBelow);
  const byId = new Map(places.map(({ step }) => [step.id, step]));
  return (key) => {
    const step = byId.get(key);
    if (step?.kind === 'decision' && step.ask) return 'ask';
    if (step?.kind === 'workflow' && !step.wait) return 'started';
    return step?.kind ?? 'undo';
  };
}
