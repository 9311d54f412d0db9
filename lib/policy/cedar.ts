import {
  type AuthorizationAnswer,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs';
import { obligationsOf, reasonsOf } from './annotations.ts';
import { listEntities, type PolicyBundle } from './bundle.ts';
import type { PolicyDecision, PolicyRequest } from './request.ts';

/**
 * Cedar in process. Schema and policies are parsed once; every request is validated against the schema.
 * Whatever goes wrong while deciding is a deny: Cedar itself skips a `forbid` that errors and would allow.
 * Throws if the bundle does not parse: that is a broken deployment, not a decision.
 */
export function cedar(bundle: PolicyBundle): { decide(request: PolicyRequest): PolicyDecision } {
  parse('schema', preparseSchema(bundle.hash, bundle.schema));
  parse('policies', preparsePolicySet(bundle.hash, { staticPolicies: { ...bundle.policies } }));
  const lists = listEntities(bundle);
  return {
    decide: (request) => decisionOf(bundle, statefulIsAuthorized(callOf(bundle.hash, request, lists))),
  };
}

type Call = Parameters<typeof statefulIsAuthorized>[0];

function callOf(id: string, request: PolicyRequest, lists: readonly PolicyRequest['entities'][number][]): Call {
  return {
    principal: request.principal,
    action: { type: 'Action', id: request.action },
    resource: request.resource,
    context: request.context as Call['context'],
    entities: [...request.entities, ...lists] as Call['entities'],
    preparsedSchemaName: id,
    preparsedPolicySetId: id,
    validateRequest: true,
  };
}

function decisionOf({ hash, policies }: PolicyBundle, answer: AuthorizationAnswer): PolicyDecision {
  if (answer.type === 'failure') {
    return {
      allow: false,
      policies: [],
      errors: answer.errors.map(({ message }) => message),
      bundle: hash,
      obligations: [],
      reasons: [],
    };
  }
  const { decision, diagnostics } = answer.response;
  const errors = diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`);
  const allow = decision === 'allow' && errors.length === 0;
  const decisive = diagnostics.reason.toSorted((a, b) => a.localeCompare(b, 'en'));
  const obligations = decisive.flatMap((id) => obligationsOf(id, policies[id] ?? ''));
  const reasons = decisive.flatMap((id) => reasonsOf(policies[id] ?? ''));
  return { allow, policies: decisive, errors, bundle: hash, obligations, reasons };
}

function parse(what: string, answer: ReturnType<typeof preparseSchema>): void {
  if (answer.type === 'success') return;
  throw new Error(`${what} of the policy bundle: ${answer.errors.map(({ message }) => message).join('; ')}`);
}
