import { schemaFile } from './registry/reference.ts';
import type { Step, StepKind, StepTypes } from './schema.ts';
import type { JsonSchema } from './steps/common.ts';

/** What a step refers to beside its expressions. `key`: where it stands in the step, parts joined by `/`. */
export interface Attachments {
  /** Paths of Markdown files. */
  instructions?: { key: string; file: string }[];
  /** In place, or the path of a file. */
  schemas?: { key: string; schema: string | JsonSchema }[];
}

type Attached = { [Kind in StepKind]?: (step: StepTypes[Kind]) => Attachments };

const output = ({ output: schema }: { output?: string | JsonSchema | undefined }) =>
  schema === undefined ? [] : [{ key: 'output', schema }];

const ATTACHED: Attached = {
  agent: (step) => ({ instructions: [{ key: 'instructions', file: step.instructions }], schemas: output(step) }),
  team: (step) => ({
    instructions: [
      ...step.members.map(({ instructions }, index) => ({ key: `members/${index}/instructions`, file: instructions })),
      ...(step.lead ? [{ key: 'lead/instructions', file: step.lead.instructions }] : []),
    ],
    schemas: output(step),
  }),
  decision: ({ ask }) => (ask ? { instructions: [{ key: 'ask/instructions', file: ask.instructions }] } : {}),
  approval: ({ form }) => (form === undefined ? {} : { schemas: [{ key: 'form', schema: form }] }),
  signal: (step) => ({ schemas: output(step) }),
  workflow: (step) => ({ schemas: output(step) }),
};

export function attachmentsOf(step: Step): Required<Attachments> {
  const attached = ATTACHED[step.kind] as ((step: Step) => Attachments) | undefined;
  const { instructions = [], schemas = [] } = attached?.(step) ?? {};
  return { instructions, schemas: schemas.map(({ key, schema }) => ({ key, schema: inFile(schema) })) };
}

const inFile = (schema: string | JsonSchema) => (typeof schema === 'string' ? schemaFile(schema) : schema);
