/** Roles and policies as they are stored; read and parsed once, until something changes. */
import { type Records, records } from '../records.ts';
import { AwsError, type Store } from '../service.ts';
import { managedPolicies } from './managed.ts';
import { readPolicy, type Statement } from './policy.ts';

export interface Role {
  arn: string;
  name: string;
  /** `AROA…` */
  id: string;
  trust: unknown;
  /** Policies that stand in the role itself, by name. */
  inline: Readonly<Record<string, unknown>>;
  /** ARNs of managed policies. */
  managed: readonly string[];
  /** ARN of the managed policy that is the permissions boundary. */
  boundary?: string | undefined;
}

/** A role with all that decides what it may do. */
export interface ParsedRole extends Role {
  trusts: readonly Statement[];
  identity: readonly Statement[];
  limits: readonly Statement[] | undefined;
}

/** A policy that is given to roles, by their names; a managed one has an ARN of its own. */
export interface AttachedPolicy {
  name: string;
  document: unknown;
  roles: readonly string[];
}

/** Every `put` throws `MalformedPolicyDocument`, or `NoSuchEntity` for an unknown managed policy, and then changes nothing. */
export interface Directory {
  putRole(role: Role): void;
  removeRole(arn: string): void;
  role(arn: string): ParsedRole | undefined;
  roles(): ParsedRole[];
  /** `id` is unique among policies; the ARN, if it is a managed one. */
  putPolicy(id: string, policy: AttachedPolicy): void;
  removePolicy(id: string): void;
  putResourcePolicy(arn: string, id: string, document: object | undefined): void;
  resourcePolicies(arn: string): readonly Statement[];
}

export function directory(store: Store): Directory {
  const roles = records<Role>(store, 'iam_role');
  const policies = records<AttachedPolicy>(store, 'iam_policy');
  const ofResources = records<{ id: string; document: object }>(store, 'iam_resource_policy');
  const attached = attachments(policies);
  const parsedRoles = new Map<string, ParsedRole>();
  const parsedResources = new Map<string, readonly Statement[]>();

  const parse = (role: Role): ParsedRole => {
    const inline = Object.entries(role.inline).map(([name, document]) => ({ name, document }));
    const all = [
      ...inline,
      ...attached.to(role.name),
      ...role.managed.map((arn) => managedPolicy(arn, policies.get(arn))),
    ];
    const statements = ({ name, document }: { name: string; document: unknown }) =>
      readPolicy(document, `${role.name}/${name}`, 'identity');
    return {
      ...role,
      trusts: readPolicy(role.trust, `${role.name}/trust`, 'trust'),
      identity: all.flatMap(statements),
      limits: role.boundary ? statements(managedPolicy(role.boundary, policies.get(role.boundary))) : undefined,
    };
  };
  const change = (work: () => void) => {
    parsedRoles.clear();
    work();
  };
  return {
    putRole(role) {
      parse(role);
      change(() => roles.put(role.arn, role));
    },
    removeRole: (arn) => change(() => roles.delete(arn)),
    role(arn) {
      const role = parsedRoles.has(arn) ? undefined : roles.get(arn);
      if (role) parsedRoles.set(arn, parse(role));
      return parsedRoles.get(arn);
    },
    roles: () => roles.list().map(parse),
    putPolicy(id, policy) {
      readPolicy(policy.document, policy.name, 'identity');
      change(() => attached.put(id, policy));
    },
    removePolicy: (id) => change(() => attached.remove(id)),
    putResourcePolicy(arn, id, document) {
      if (document) readPolicy(document, `${arn}/${id}`, 'resource');
      parsedResources.clear();
      // A space cannot stand in an ARN, so no ARN's policies are found under another's.
      if (document) ofResources.put(`${arn} ${id}`, { id, document });
      else ofResources.delete(`${arn} ${id}`);
    },
    resourcePolicies(arn) {
      const known = parsedResources.get(arn);
      if (known) return known;
      const read = ofResources
        .list(`${arn} `)
        .flatMap(({ id, document }) => readPolicy(document, `${arn}/${id}`, 'resource'));
      parsedResources.set(arn, read);
      return read;
    },
  };
}

/** Policies by the roles that hold them: a deployment has hundreds of each, and each role asks for its own. */
function attachments(policies: Records<AttachedPolicy>) {
  const byRole = new Map<string, Set<string>>();
  const add = (id: string, { roles }: AttachedPolicy) => {
    for (const role of roles) byRole.set(role, (byRole.get(role) ?? new Set()).add(id));
  };
  const drop = (id: string) => {
    for (const role of policies.get(id)?.roles ?? []) byRole.get(role)?.delete(id);
  };
  for (const [id, policy] of policies.entries()) add(id, policy);
  return {
    to: (role: string): AttachedPolicy[] =>
      [...(byRole.get(role) ?? [])].sort().flatMap((id) => policies.get(id) ?? []),
    put(id: string, policy: AttachedPolicy): void {
      drop(id);
      policies.put(id, policy);
      add(id, policy);
    },
    remove(id: string): void {
      drop(id);
      policies.delete(id);
    },
  };
}

/** A managed policy of the account, or one of the few of AWS that are known here. */
function managedPolicy(arn: string, own: AttachedPolicy | undefined): { name: string; document: unknown } {
  if (own) return own;
  const name = arn.replace(/^arn:aws:iam::aws:policy\//, '');
  const document = managedPolicies[name];
  if (document) return { name, document };
  throw new AwsError('NoSuchEntity', `The local region does not know the managed policy ${arn}.`, 404);
}
