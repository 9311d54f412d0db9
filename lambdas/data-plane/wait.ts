import program from '@countersign/program';
import { clock } from '../../lib/aws/system.ts';
import { defineTool } from '../../lib/aws/tool.ts';
import { businessWait } from '../../lib/engine/business-wait.ts';

/** A wait in business time: says when it is over; the waiting itself is a state's. */
export const handler = defineTool({
  effect: async ({ input, step }: { input: { until?: string }; step: string }) =>
    businessWait(program.steps[step]!.wait!, input, clock.now()),
});
