/** The sections of a CloudFormation template that the region understands. */
import * as z from 'zod';
import { TemplateError } from './problem.ts';

const unresolved = z.unknown();

const parameter = z.object({ Type: z.string(), Default: z.unknown().optional() });

const resource = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), unresolved).default({}),
  DependsOn: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((value) => [value].flat()),
  Condition: z.string().optional(),
  DeletionPolicy: z.enum(['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot']).optional(),
  UpdateReplacePolicy: z.enum(['Delete', 'Retain', 'Snapshot']).optional(),
  Metadata: unresolved.optional(),
});

const output = z.strictObject({
  Value: unresolved,
  Description: z.string().optional(),
  Condition: z.string().optional(),
  Export: z.strictObject({ Name: unresolved }).optional(),
});

const template = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: unresolved.optional(),
  Parameters: z.record(z.string(), parameter).default({}),
  // CDK's only rule asks for a bootstrapped account, of which there is none here.
  Rules: unresolved.optional(),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), unresolved))).default({}),
  Conditions: z.record(z.string(), unresolved).default({}),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), output).default({}),
});

export type Template = z.output<typeof template>;
export type TemplateResource = z.output<typeof resource>;

/** @throws TemplateError that names the stack and what is unknown or missing */
export function readTemplate(value: unknown, stack: string): Template {
  const parsed = template.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const unknown =
      issue.code === 'unrecognized_keys' ? `the local region does not know ${issue.keys.join(', ')}` : issue.message;
    return [...issue.path, unknown].join(': ');
  });
  throw new TemplateError(stack, problems.join('; '));
}
