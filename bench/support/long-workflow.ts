import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a workflow of so many steps, one after the other, each of which calls a tool that does nothing. */
export function writeLongWorkflow(tree: string, name: string, steps: number, handler: string): void {
  const folder = join(tree, 'statemachines', name);
  mkdirSync(join(folder, 'tools'), { recursive: true });
  writeFileSync(join(folder, 'tools/nothing.ts'), handler);
  // JSON is YAML.
  writeFileSync(join(folder, 'workflow.yaml'), JSON.stringify(workflowOf(name, steps), null, 2));
}

export function workflowOf(name: string, steps: number): object {
  const schema = { type: 'object' };
  return {
    apiVersion: 'countersign/v1',
    name,
    version: '1.0.0',
    description: 'Does nothing, step by step.',
    deadline: '1h',
    input: schema,
    tools: {
      nothing: {
        handler: './tools/nothing.ts',
        description: 'Does nothing.',
        timeout: '30s',
        input: schema,
        output: schema,
      },
    },
    steps: Array.from({ length: steps }, (_, index) => ({
      id: `step-${index}`,
      kind: 'tool',
      tool: 'nothing',
      input: {},
    })),
  };
}

/** The tool of a governed step: policy, intent, record and audit around an effect that has none. */
export const GOVERNED = `
import { defineTool } from '../../../lib/aws/tool.ts';
export const handler = defineTool({ effect: async () => ({}) });
`;

/** A function that answers at once, with nothing around it. */
export const BARE = `
export const handler = async () => ({ output: {} });
`;
