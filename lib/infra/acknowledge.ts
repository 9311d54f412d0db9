import { Reference, Stack, Tokenization, Validations } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * Acknowledges each wildcard of a role or policy, finding by finding, with its reason. A wildcard that is not of a known kind is
 * not acknowledged, so it fails the synthesis.
 */
export function acknowledgeWildcards(role: Construct, statements: readonly PolicyStatement[]): void {
  const resources = new Set(
    statements.flatMap(({ resources }) => resources).filter((resource) => resource.endsWith('*')),
  );
  const rules = [...resources].map((resource) => ({
    id: `AwsSolutions-IAM5[Resource::${flatten(role, resource)}]`,
    reason: reasonFor(resource),
  }));
  for (const rule of rules) Validations.of(role).acknowledge(rule);
}

function reasonFor(resource: string): string {
  if (resource === '*')
    return 'X-Ray, vended log delivery and dynamodb:ListStreams have no resource-level permissions.';
  if (resource.endsWith('/*'))
    return 'Objects, schedules and map runs are named at run time; the statement ends at one bucket, schedule group or machine.';
  if (resource.endsWith(':*')) return 'Executions are named at run time; the statement ends at one state machine.';
  throw new Error(`no reason is known why a statement would name ${resource}; name the resource instead`);
}

/** The spelling of cdk-nag: `<LogicalId.Arn>/*` for a resource of this stack, the export's name for one of another. */
function flatten(role: Construct, resource: string): string {
  const here = Stack.of(role);
  const parts = Tokenization.reverseString(resource).mapTokens({
    mapToken: (token) => (Reference.isReference(token) ? spell(here, token) : spellPseudo(here.resolve(token))),
  });
  return String(parts.join({ join: (left, right) => `${left ?? ''}${right ?? ''}` }));
}

function spell(here: Stack, reference: Reference): string {
  const owner = Stack.of(reference.target);
  if (owner === here) return spellLocal(here.resolve(reference));
  return owner.resolve(owner.exportValue(reference))['Fn::ImportValue'];
}

const spellLocal = (value: { Ref?: string; 'Fn::GetAtt'?: string[] }): string =>
  `<${value.Ref ?? value['Fn::GetAtt']!.join('.')}>`;
const spellPseudo = (value: unknown): string =>
  typeof value === 'string' ? value : spellLocal(value as { Ref: string });
