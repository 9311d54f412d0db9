/** Who may do what in this region, and which statements were ever needed for it. */
import { AwsError, type Call, type Clock, type Principal, type Store } from '../service.ts';
import { contextOf } from './context.ts';
import { accessDenied } from './denied.ts';
import { type Directory, directory } from './directory.ts';
import { evaluate, type Policies } from './evaluate.ts';
import type { Statement } from './policy.ts';
import { type UnusedActions, usageOf } from './usage.ts';

export interface Identities extends Directory {
  /** The principal of a role; see `Region.role`. */
  assume(arn: string, assumedBy?: string, session?: string, sourceArn?: string): Principal;
  /** A role assumed by another principal, which the role's trust policy, or it together with the caller's own, must allow. */
  assumeAs(caller: Principal, arn: string, session: string): Principal;
  /** The `authorize` of calls by this principal. */
  authorizer(principal: Principal): Call['authorize'];
  /** What of each Allow statement nothing has asked for since the region started. */
  unusedActions(): UnusedActions[];
}

export function identities(store: Store, clock: Clock, account: string, region: string): Identities {
  const stored = directory(store);
  const usage = usageOf();

  const decide = (
    principal: Principal,
    action: string,
    resource: string,
    added: Parameters<Call['authorize']>[2],
    policies: Policies,
  ) => {
    const context = contextOf(principal, { account, region, now: clock.now() }, added);
    const decision = evaluate({ principal, account, action, resource, context }, policies);
    usage.note(decision.by, action);
    if (!decision.allowed) throw accessDenied(principal, account, action, resource, decision);
  };
  const own = (principal: Principal): Omit<Policies, 'resource'> => {
    if (principal.kind !== 'role') return { identity: [] };
    const role = known(stored, principal.arn);
    return { identity: role.identity, boundary: role.limits };
  };
  const assumeAs: Identities['assumeAs'] = (caller, arn, session) => {
    const role = known(stored, arn);
    decide(caller, 'sts:AssumeRole', arn, {}, { ...own(caller), resource: role.trusts });
    return { kind: 'role', arn, name: role.name, session };
  };
  return {
    ...stored,
    assumeAs,
    assume(arn, assumedBy, session = assumedBy?.split('.')[0], sourceArn?: string) {
      if (assumedBy) return assumeAs(serviceActingFor(assumedBy, sourceArn), arn, session ?? assumedBy);
      const { name } = known(stored, arn);
      return { kind: 'role', arn, name, session: session ?? name };
    },
    authorizer: (principal) => (action, resource, context) => {
      for (const one of [resource].flat())
        decide(principal, action, one, context, { ...own(principal), resource: covering(stored, one) });
    },
    unusedActions: () => usage.unused(stored.roles().flatMap(({ identity }) => identity)),
  };
}

const serviceActingFor = (service: string, sourceArn: string | undefined): Principal =>
  sourceArn === undefined ? { kind: 'service', service } : { kind: 'service', service, sourceArn };

function known(stored: Directory, arn: string) {
  const role = stored.role(arn);
  if (!role) throw new AwsError('NoSuchEntity', `The local region has no role ${arn}.`, 404);
  return role;
}

/** A bucket's policy speaks for its objects, a function's for its versions and aliases, those of logs for all groups. */
function covering(stored: Directory, arn: string): readonly Statement[] {
  const [, , service, , , type] = arn.split(':');
  if (service === 's3' && arn.includes('/')) return stored.resourcePolicies(arn.slice(0, arn.indexOf('/')));
  if (service === 'logs') return stored.resourcePolicies(`${arn.split(':').slice(0, 5).join(':')}:log-group:*`);
  const unqualified = service === 'lambda' && type === 'function' ? arn.split(':').slice(0, 7).join(':') : arn;
  const qualified = unqualified === arn ? [] : stored.resourcePolicies(arn);
  return [...stored.resourcePolicies(unqualified), ...qualified];
}
