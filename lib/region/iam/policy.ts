/** Reading policy documents: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
import * as z from 'zod';
import { AwsError } from '../service.ts';
import { operatorProblem } from './condition.ts';

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** Condition values may be written as text, numbers or truth values; they are compared as text. */
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const values = z.union([scalar, z.array(scalar)]).transform((value) => [value].flat());

const principals = z.union([
  z.literal('*').transform(() => ({ AWS: ['*'] })),
  z.strictObject({
    AWS: texts.optional(),
    Service: texts.optional(),
    Federated: texts.optional(),
    CanonicalUser: texts.optional(),
  }),
]);

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: texts.optional(),
  NotResource: texts.optional(),
  Principal: principals.optional(),
  NotPrincipal: principals.optional(),
  Condition: z.record(z.string(), z.record(z.string(), values)).optional(),
});

const document = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.preprocess((value) => [value].flat(), z.array(statement)),
});

export type Principals = z.output<typeof principals>;

/** A statement with the name by which denials and `unusedActions` refer to it. */
export type Statement = z.output<typeof statement> & { id: string };

/** Identity policies name no principal, since it is the role; trust policies name no resource, since it is the role. */
export type PolicyPlace = 'identity' | 'resource' | 'trust';

/**
 * The statements of a policy. `name` says whose policy it is, in ids and errors.
 * @throws AwsError `MalformedPolicyDocument` that names what is unknown, missing or contradictory
 */
export function readPolicy(value: unknown, name: string, place: PolicyPlace): Statement[] {
  const parsed = document.safeParse(value);
  if (!parsed.success) throw malformed(name, parsed.error.issues.map(words).join('; '));
  return parsed.data.Statement.map((one, index) => {
    const problem = contradiction(one) ?? misplaced(one, place) ?? operatorProblem(Object.keys(one.Condition ?? {}));
    if (problem) throw malformed(name, `Statement[${index}]: ${problem}`);
    return { ...one, id: `${name}#${one.Sid || index}` };
  });
}

const malformed = (name: string, problem: string): AwsError =>
  new AwsError('MalformedPolicyDocument', `The policy ${name} cannot be used. ${problem}`);

function words(issue: z.core.$ZodIssue): string {
  const unknown = issue.code === 'unrecognized_keys' ? ` (${issue.keys.join(', ')})` : '';
  return `${issue.path.join('.')}: ${issue.message}${unknown}`;
}

function contradiction(one: z.output<typeof statement>): string | undefined {
  if (!one.Action === !one.NotAction) return 'exactly one of Action and NotAction is needed';
  if (one.Resource && one.NotResource) return 'Resource and NotResource exclude each other';
  if (one.Principal && one.NotPrincipal) return 'Principal and NotPrincipal exclude each other';
  return undefined;
}

function misplaced(one: z.output<typeof statement>, place: PolicyPlace): string | undefined {
  const principal = one.Principal ?? one.NotPrincipal;
  if (place === 'identity' && principal) return 'a policy of a role has no Principal';
  if (place !== 'identity' && !principal) return 'a Principal is needed';
  const resource = one.Resource ?? one.NotResource;
  if (place === 'identity' && !resource) return 'a Resource is needed';
  return place === 'trust' && resource ? 'a trust policy has no Resource' : undefined;
}
