import type middy from '@middy/core';
import * as z from 'zod';
import { invalidInput } from '../errors.ts';
import { stepPayload } from '../payload.ts';
import type { Deployment, StepAnswer, StepCall } from '../step.ts';

/** Turns the payload into a step call. Throws Terminal `InvalidInput` for a payload or a step that the program does not know. */
export function parse({ program }: Deployment): middy.MiddlewareObj<StepCall, StepAnswer> {
  return {
    before: (request) => {
      const parsed = stepPayload.safeParse(request.event);
      if (!parsed.success) throw invalidInput(`payload of a step: ${z.prettifyError(parsed.error)}`);
      const payload = parsed.data;
      const spec = program.steps[payload.step];
      if (!spec) throw invalidInput(`step ${payload.step} is not in ${program.name} ${program.version}`);
      request.event = { payload, spec, input: payload.input, key: '', tokens: 0, notes: {} };
    },
  };
}
