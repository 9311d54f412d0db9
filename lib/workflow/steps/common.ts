import * as z from 'zod';
import { badDuration } from '../checks/bad-duration.ts';
import { parseDuration } from '../durations.ts';
import { ACCESSES } from '../resources.ts';

/** kebab-case. No underscore, so that `-` becomes `_` in names of variables and functions without a clash. */
export const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** For a schema: its words for a value of another type; other mistakes keep theirs. */
export const insteadOfType = (message: string) => ({
  error: (issue: { code?: string | undefined }) => (issue.code === 'invalid_type' ? message : undefined),
});

const NAMES = 'must be kebab-case: small letters, digits and single hyphens, such as check-total';
export const name = z.string(NAMES).regex(NAME, NAMES);

// By its message the reader knows that this is `bad-duration`, and not `schema`.
export const duration = z
  .string(badDuration.message)
  .refine((text) => parseDuration(text) !== undefined, badDuration.message)
  // For editors, to which a refinement says nothing.
  .meta({ pattern: '^([0-9]+[smhd]|P[0-9WDTHMS]+)$', examples: ['30s', '5m', '2h', '3d'] });

/** Any JSON value; texts of the form `{% … %}` in it are expressions. */
export const template = z.json();
export type Template = z.infer<typeof template>;

/** An object of templates: what a step hands to its function. */
export const templates = z.record(z.string(), template);

export const expression = z.string("must be an expression such as '{% $input.total > 100 %}'");

/** A JSON Schema 2020-12 in place. `invalid-json-schema` looks inside. */
export const jsonSchema = z.record(z.string(), z.json());
export type JsonSchema = z.infer<typeof jsonSchema>;

/** A schema in place, or the path of a file that holds one. */
export const schemaOrFile = z.union(
  [z.string(), jsonSchema],
  'must be a JSON Schema or the path of a file that holds one',
);

/** kebab-case parts joined by dots: the name of an event or a signal. */
export const dotted = (example: string) =>
  z.string().regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/, `must be dotted small letters, such as ${example}`);

const VERSION = 'must be a version such as 1.0.0';
export const version = z.string(VERSION).regex(/^\d+\.\d+\.\d+$/, VERSION);

/** Who: for now a role of the directory. */
export const role = z.strictObject(
  { role: name.describe('A role of the directory.') },
  insteadOfType('must name a role, such as { role: clerk }'),
);

/** The Cedar request of a step. Without it the action is `InvokeTool` and the context is empty. */
export const policy = z.strictObject(
  {
    action: z
      .string()
      .regex(/^[A-Z][A-Za-z0-9]*$/, 'must be the name of a Cedar action, such as ReservePayment')
      .describe('Name of a Cedar action, such as ReservePayment.'),
    context: z
      .union([expression, templates], 'must be an object, or one expression that gives an object')
      .optional()
      .describe('Facts for the policy: an object of templates, or one expression that gives an object.'),
  },
  insteadOfType('must name an action, such as { action: ReservePayment }'),
);

/**
 * What a step leaves in the world, and so what `compensation-missing` asks for.
 *
 * `additive`: only things named by their content, or otherwise harmless to leave. `irreversible`: cannot be taken back.
 */
export const EFFECTS = ['none', 'additive', 'reversible', 'irreversible'] as const;

/** What takes the effect back. Its input sees `$output`, the step's own output, and `$error`. */
export const compensate = z.strictObject(
  {
    tool: z.string().describe('A tool of the file.'),
    input: templates
      .optional()
      .describe('What it is handed. It also sees `$output`, what the step gave, and `$error`.'),
  },
  insteadOfType("must name a tool, such as { tool: release, input: { reservation: '{% $output.id %}' } }"),
);

/** What a model may use up. */
export const tokenBudget = z.strictObject(
  { tokens: z.int().min(1).describe('Tokens in and out, of all attempts.') },
  insteadOfType('must be a number of tokens, such as { tokens: 30000 }'),
);

/** Which errors a handler takes. */
export const errors = z.union([z.literal('any'), z.array(z.string()).min(1)], "must be 'any' or a list of error names");

/**
 * A class of data, as the keyword `x-labels` of a schema names it: `pii` (also `pii.health`), `secret`, or the place that
 * it must not leave (`residency.eu`).
 */
export const label = z
  .string()
  .regex(/^(pii|secret|residency)(\.[a-z0-9-]+)*$/, 'must be a label such as pii, pii.health, secret or residency.eu');

export const retry = z.strictObject({
  attempts: z.int().min(1).max(10).default(4).describe('All attempts, the first included.'),
  initial: duration.default('1s').describe('Pause before the first repetition.'),
  factor: z
    .number()
    .min(1)
    .max(10)
    .default(2)
    .describe('How many times as long each further pause is as the one before.'),
  cap: duration.default('60s').describe('Longest pause.'),
  on: z
    .array(z.string())
    .optional()
    .describe(
      'Error names that are retried; by default `Retryable`, and `Ambiguous` where a key or a probe makes that safe.',
    ),
});
export type Retry = z.infer<typeof retry>;
/** One policy for all errors, or one for each class of them; the first that names an error counts. */
export const retries = z.union([retry, z.array(retry).min(1)], 'must be a retry policy or a list of them');

export const DEFAULT_RETRY: Retry = retry.parse({});

const GRANT = 'must name one access and one resource, such as { read: documents }';
/** `{ write: payables }`: one access, one resource. */
export const grant = z
  .partialRecord(z.enum(ACCESSES), z.string(), insteadOfType(GRANT))
  .refine((value) => Object.keys(value).length === 1, GRANT);

/** What every step has. */
export const base = {
  id: name.describe('Name of the step, unique in the whole file. Later steps read its output as `$steps.<id>`.'),
  description: z.string().optional().describe('What it is for. Nobody but people reads it.'),
};

/** Steps that hand over to another: by default the one that follows. `end` finishes the run, or the branch. */
export const flow = {
  ...base,
  next: z
    .string()
    .optional()
    .describe(
      'The step that comes after it, in place of the one that follows in the file; `end` ends the list that it stands in.',
    ),
};
