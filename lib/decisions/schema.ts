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
  /** A template, evaluated by the caller. */
  value: z.json(),
  /** Null, and what is absent, is a value of its own that cells may test. */
  nullable: z.boolean().default(false),
};

/** An input: where its value comes from and what it can be. The narrower the domain, the more the analysis can prove. */
export const input = z.discriminatedUnion('type', [
  z.strictObject({
    ...every,
    type: z.literal('integer'),
    minimum: whole.optional(),
    maximum: whole.optional(),
    enum: z.array(whole).min(1).optional(),
  }),
  z.strictObject({
    ...every,
    type: z.literal('number'),
    minimum: real.optional(),
    maximum: real.optional(),
    enum: z.array(real).min(1).optional(),
  }),
  z.strictObject({ ...every, type: z.literal('string'), enum: z.array(z.string()).min(1).optional() }),
  z.strictObject({ ...every, type: z.literal('boolean') }),
  z.strictObject({
    ...every,
    type: z.literal('date'),
    minimum: z.iso.date().optional(),
    maximum: z.iso.date().optional(),
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
  then: z.record(name, z.json()),
  /** Why, for the person who reads the decision. */
  because: z.string().optional(),
};

const rule = z.strictObject({ id: ruleId, when: z.record(name, cell).default({}), ...outcome });
export type Rule = z.infer<typeof rule>;

export const HIT_POLICIES = ['unique', 'first', 'any', 'priority', 'collect'] as const;
export const AGGREGATES = ['sum', 'min', 'max', 'count'] as const;

/** A decision table: DMN 1.4 §8 in YAML. What the form cannot say is in `check.ts`. */
export const decisionTable = z.strictObject({
  hit: z.enum(HIT_POLICIES).default('unique'),
  aggregate: z.enum(AGGREGATES).optional(),
  inputs: z.record(name, input).refine((inputs) => Object.keys(inputs).length > 0, 'needs at least one input'),
  /** A JSON Schema each; for `priority` an enum, highest first. */
  outputs: z
    .record(name, z.record(z.string(), z.json()))
    .refine((outputs) => Object.keys(outputs).length > 0, 'needs at least one output'),
  rules: z.array(rule).min(1, 'needs at least one rule').max(1000, 'has more than 1000 rules: split it'),
  /** The result where no rule applies. */
  otherwise: z.strictObject(outcome).optional(),
});
export type DecisionTable = z.infer<typeof decisionTable>;
export type Then = Rule['then'];
