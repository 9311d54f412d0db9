import program from '@countersign/program';
import { teamEffect } from '../../lib/agents/team.ts';
import { bedrock } from '../../lib/aws/models.ts';
import { defineTool } from '../../lib/aws/tool.ts';

/** A team step: several agents at one question, under one envelope and one budget. */
export const handler = defineTool({ effect: teamEffect(bedrock, (step) => program.steps[step]!) });
