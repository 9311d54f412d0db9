import program from '@countersign/program';
import { agentEffect } from '../../lib/agents/step.ts';
import { bedrock } from '../../lib/aws/models.ts';
import { defineTool } from '../../lib/aws/tool.ts';

/** An agent step: asks the deployment's model under the envelope. */
export const handler = defineTool({ effect: agentEffect(bedrock, (step) => program.steps[step]!) });
