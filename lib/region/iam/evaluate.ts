/** The decision: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
import type { Principal } from '../service.ts';
import { conditionHolds } from './condition.ts';
import type { Context } from './context.ts';
import { arnMatches, globMatches } from './glob.ts';
import type { Statement } from './policy.ts';
import { type Fit, principalFit } from './principals.ts';
import { substitute } from './variables.ts';

export interface Question {
  principal: Principal;
  account: string;
  /** `states:StartExecution` */
  action: string;
  /** ARN, or `*` for actions that have no resource. */
  resource: string;
  context: Context;
}

export interface Policies {
  identity: readonly Statement[];
  resource: readonly Statement[];
  /** Permissions boundary, if the role has one. */
  boundary?: readonly Statement[] | undefined;
}

/** Kinds of policy, as AWS's messages name them. */
export type PolicyKind = 'identity-based policy' | 'resource-based policy' | 'permissions boundary';

/** `by` are the ids of the statements that decided. A denial has the kind of policy that denies, or that lacks an allow. */
export type Decision =
  | { allowed: true; by: string[] }
  | { allowed: false; explicit: boolean; kind: PolicyKind; by: string[] };

/** Pure: the same question and policies always give the same decision. */
export function evaluate(question: Question, policies: Policies): Decision {
  const identity = policies.identity.filter((statement) => applies(statement, question));
  const boundary = policies.boundary?.filter((statement) => applies(statement, question));
  const resource = policies.resource
    .map((statement) => ({ statement, fit: principalFit(statement, question.principal, question.account) }))
    .filter(({ statement, fit }) => fit !== 'no' && applies(statement, question));

  const denial =
    denied(identity, 'identity-based policy') ??
    denied(
      resource.map(({ statement }) => statement),
      'resource-based policy',
    ) ??
    denied(boundary ?? [], 'permissions boundary');
  if (denial) return denial;

  const named = resource.filter(({ statement, fit }) => allows(statement) && fit === 'named');
  if (named.length > 0) return { allowed: true, by: named.map(({ statement }) => statement.id) };
  return withoutName(question, identity.filter(allows), resource, boundary?.filter(allows));
}

/** The caller is not named by a resource policy: its own policies decide, within the boundary. */
function withoutName(
  question: Question,
  identity: readonly Statement[],
  resource: readonly { statement: Statement; fit: Fit }[],
  boundary: readonly Statement[] | undefined,
): Decision {
  if (question.principal.kind === 'service') return missing('resource-based policy');
  const delegated = resource.some(({ statement, fit }) => allows(statement) && fit === 'account');
  if (ownerDecides(question) && !delegated) return missing('resource-based policy');
  if (question.principal.kind === 'root') return { allowed: true, by: [] };
  if (identity.length === 0) return missing('identity-based policy');
  if (boundary?.length === 0) return missing('permissions boundary');
  return { allowed: true, by: identity.map(({ id }) => id) };
}

/** A key's and a role's own policy must let the account's policies count; elsewhere they count by themselves. */
const ownerDecides = ({ action, resource }: Question): boolean =>
  (/^kms:/i.test(action) && resource.includes(':key/')) || /^sts:AssumeRole$/i.test(action);

const allows = (statement: Statement): boolean => statement.Effect === 'Allow';

const missing = (kind: PolicyKind): Decision => ({ allowed: false, explicit: false, kind, by: [] });

function denied(statements: readonly Statement[], kind: PolicyKind): Decision | undefined {
  const denials = statements.filter(({ Effect }) => Effect === 'Deny');
  return denials.length > 0 ? { allowed: false, explicit: true, kind, by: denials.map(({ id }) => id) } : undefined;
}

/** Whether a statement speaks of this action on this resource in this context. */
export function applies(statement: Statement, { action, resource, context }: Question): boolean {
  return (
    actionFits(statement, action) &&
    resourceFits(statement, resource, context) &&
    conditionHolds(statement.Condition ?? {}, context)
  );
}

function actionFits({ Action, NotAction }: Statement, action: string): boolean {
  const matches = (pattern: string) => globMatches(pattern, action, true);
  return Action ? Action.some(matches) : !NotAction?.some(matches);
}

function resourceFits({ Resource, NotResource }: Statement, resource: string, context: Context): boolean {
  const matches = (pattern: string) => {
    const known = substitute(pattern, context);
    return known !== undefined && arnMatches(known, resource);
  };
  if (NotResource) return !NotResource.some(matches);
  // Trust policies have no Resource: they speak of the role they belong to.
  return Resource ? Resource.some(matches) : true;
}
