import type { Model } from '../workflow/model.ts';
import type { Names } from './evaluate.ts';
import type { Moment } from './timeline.ts';
import type { Json, World } from './world.ts';

/** What is the same all through a run. */
export interface Given {
  model: Model;
  world: World;
  run: { id: string; workflow: string; version: string; tenant: string; startedAt: string };
  /**
   * Set when the language does not say what happens: two things meet at one moment and it matters which is first, or
   * something that cannot be evaluated strikes where a machine may have been split.
   */
  isUndecided: boolean;
}

export function given(model: Model, world: World): Given {
  const { name: workflow, version } = model.workflow;
  const startedAt = new Date(world.startedAt).toISOString();
  const run = { id: world.run, workflow, version, tenant: world.tenant, startedAt };
  return { model, world, run, isUndecided: false };
}

/** What expressions may name at a moment. */
export function namesOf({ known }: Moment, { world, run }: Given): Names {
  const { steps, error, item, index } = known;
  return { input: world.input, steps, run, error, item, index } satisfies Record<string, Json | object | undefined>;
}
