import type { Context } from 'aws-lambda';
import type { Effect, StepAnswer } from '../engine/step.ts';

/** A Lambda handler of a governed step. */
export type StepHandler = (payload: unknown, context: Context) => Promise<StepAnswer>;

/**
 * Makes a tool of an effect: `export const handler = defineTool({ effect })`.
 *
 * The effect is given its checked input, a key and the run, and answers with what the target has answered. It runs
 * under the envelope (lib/engine/step.ts): policy, once, audit. Send `key` to the target if it takes one; give `verify`
 * if the target can be asked. Throw `Terminal` with a name of your own for what no retry can mend.
 * The rest of the function is made at its first call, so that a tool can be imported where there is no deployment.
 */
export function defineTool<Input, Output>(tool: Effect<Input, Output>): StepHandler {
  let ready: Promise<StepHandler> | undefined;
  return async (payload, context) => {
    ready ??= govern(tool);
    return (await ready)(payload, context);
  };
}

async function govern(tool: Effect): Promise<StepHandler> {
  const [{ awsBook }, { governed }] = await Promise.all([import('./book.ts'), import('../engine/step.ts')]);
  return governed(awsBook(), tool) as unknown as StepHandler;
}
