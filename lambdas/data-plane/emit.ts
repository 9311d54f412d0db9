import program from '@countersign/program';
import { putEvents } from '../../lib/aws/bus.ts';
import { defineTool } from '../../lib/aws/tool.ts';
import { Retryable } from '../../lib/engine/errors.ts';

/** Puts the event of an emit step on the bus. A repeated attempt carries the same `id`, by which a receiver knows it. */
export const handler = defineTool({
  effect: async ({ input, key, run, step }) => {
    const type = program.steps[step]!.emit!.event;
    const [taken] = await putEvents([{ type, detail: { id: key, run: run.id, workflow: run.workflow, data: input } }]);
    if (!taken) throw new Retryable(`the bus did not take ${type}`);
    return { event: type, id: key };
  },
});
