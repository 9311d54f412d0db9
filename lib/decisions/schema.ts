import * as z from 'zod';
import { LARGEST } from './literals.ts';

const name = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a name of letters, digits and _, such as amountMinor');

const ruleId = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be kebab-case: small letters, digits and single hyphens');

// As exact as the literals of the cells.
const whole = z.int().min(-LARGEST).max(LARGEST);
const real = z.number().min(-LARGEST).max(LARGEST);

const every = {
  value: z.json().describe('A template, evaluated by the caller.'),
  nullable: z.boolean().default(false).describe('Null, and what is absent, is a value of its own that cells may test.'),
};

/** An input: where its value comes from and what it can be. The narrower the domain, the more the analysis can prove. */
export const input = z.discriminatedUnion('type', [
  z.strictObject({
    ...every,
    type: z.literal('integer').describe('What kind of value it is.'),
    minimum: whole.optional().describe('Smallest value that it can have.'),
    maximum: whole.optional().describe('Largest value that it can have.'),
    enum: z.array(whole).min(1).optional().describe('All values that it can have.'),
  }),
  z.strictObject({
    ...every,
    type: z.literal('number').describe('What kind of value it is.'),
    minimum: real.optional().describe('Smallest value that it can have.'),
    maximum: real.optional().describe('Largest value that it can have.'),
    enum: z.array(real).min(1).optional().describe('All values that it can have.'),
  }),
  z.strictObject({
    ...every,
    type: z.literal('string').describe('What kind of value it is.'),
    enum: z.array(z.string()).min(1).optional().describe('All values that it can have.'),
  }),
  z.strictObject({ ...every, type: z.literal('boolean').describe('What kind of value it is.') }),
  z.strictObject({
    ...every,
    type: z.literal('date').describe('What kind of value it is.'),
    minimum: z.iso.date().optional().describe('Smallest value that it can have.'),
    maximum: z.iso.date().optional().describe('Largest value that it can have.'),
  }),
]);
export type Input = z.infer<typeof input>;
type WithoutTemplate<I> = I extends unknown ? Omit<I, 'value' | 'nullable'> & { nullable?: boolean } : never;
/** What an input can be, without where it comes from. */
export type InputType = WithoutTemplate<Input>;

/** A FEEL unary test; YAML scalars stand for themselves. */
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()], 'must be a text, a number, true, false or null');

const outcome = {
  // biome-ignore lint/suspicious/noThenProperty: the name of the file form; it holds data, never a function
  then: z.record(name, z.json()).describe('The result: a value for each output.'),
  because: z.string().optional().describe('Why, for the person who reads the decision.'),
};

const rule = z.strictObject({
  id: ruleId.describe('Name of the rule; a decision tells which have hit.'),
  when: z
    .record(name, cell)
    .default({})
    .describe('A cell for each input: a FEEL unary test, such as `>= 720`, `[1..5]` or `"DE", "FR"`.'),
  ...outcome,
});
export type Rule = z.infer<typeof rule>;

export const HIT_POLICIES = ['unique', 'first', 'any', 'priority', 'collect'] as const;
export const AGGREGATES = ['sum', 'min', 'max', 'count'] as const;

/** A decision table: DMN 1.4 §8 in YAML. What the form cannot say is in `check.ts`. */
export const decisionTable = z.strictObject({
  hit: z
    .enum(HIT_POLICIES)
    .default('unique')
    .describe(
      'What to do where several rules apply (DMN): `unique` and `any` expect that they do not, or agree; `first` takes the first, `priority` the highest, `collect` all.',
    ),
  aggregate: z.enum(AGGREGATES).optional().describe('What collect makes of the one output of all rules that apply.'),
  inputs: z
    .record(name, input)
    .refine((inputs) => Object.keys(inputs).length > 0, 'needs at least one input')
    .describe('What is asked about, by name.'),
  outputs: z
    .record(name, z.record(z.string(), z.json()))
    .refine((outputs) => Object.keys(outputs).length > 0, 'needs at least one output')
    .describe('A JSON Schema each; for `priority` an enum, highest first.'),
  rules: z
    .array(rule)
    .min(1, 'needs at least one rule')
    .max(1000, 'has more than 1000 rules: split it')
    .describe('The rules. One that does not name an input takes any value of it.'),
  otherwise: z.strictObject(outcome).optional().describe('The result where no rule applies.'),
});
export type DecisionTable = z.infer<typeof decisionTable>;
export type Then = Rule['then'];
