import program from '@countersign/program';
import { decisionEffect } from '../../lib/agents/decision.ts';
import { bedrock } from '../../lib/aws/models.ts';
import { defineTool } from '../../lib/aws/tool.ts';
import type { EffectCall } from '../../lib/engine/step.ts';
import { decideByTable } from '../../lib/engine/table.ts';

const byModel = decisionEffect(bedrock, (step) => program.steps[step]!);

/** A decision step: by its table, or by the deployment's model among closed outcomes. */
export const handler = defineTool({
  effect: async (call: EffectCall<Record<string, unknown>>) => {
    const { table } = program.steps[call.step]!.decision!;
    return table ? decideByTable(table, call.input) : byModel(call);
  },
});
