/** Roles and policies as CloudFormation resources, and the few IAM operations that look at roles. */
import * as z from 'zod';
import type { RegionCore } from '../core.ts';
import type { Role } from '../iam/directory.ts';
import { AwsError, type Provisioned, type ResourcePlace, type Service, type WireResponse } from '../service.ts';
import { operation, resource, tags } from '../shape.ts';
import { physicalName } from '../template/name.ts';
import { queryProtocol } from '../wire/query.ts';

const document = z.record(z.string(), z.unknown());
/** Only roles exist here; a template that speaks of users or groups is refused. */
const nobody = z.array(z.never()).optional();

const roleShape = z.strictObject({
  AssumeRolePolicyDocument: document,
  Description: z.string().optional(),
  ManagedPolicyArns: z.array(z.string()).default([]),
  MaxSessionDuration: z.number().optional(),
  Path: z.string().default('/'),
  PermissionsBoundary: z.string().optional(),
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: document })).default([]),
  RoleName: z.string().optional(),
  Tags: tags.optional(),
});

const policyShape = z.strictObject({
  PolicyDocument: document,
  PolicyName: z.string(),
  Roles: z.array(z.string()).default([]),
  Groups: nobody,
  Users: nobody,
});

const managedShape = z.strictObject({
  PolicyDocument: document,
  Description: z.string().optional(),
  ManagedPolicyName: z.string().optional(),
  Path: z.string().default('/'),
  Roles: z.array(z.string()).default([]),
  Groups: nobody,
  Users: nobody,
});

/**
 * `GET /_region/iam/unused`: permissions that nothing has asked for since the region started, as JSON. After a run of
 * every workflow and every test it is the list of what the roles could do without.
 */
function unused({ identities }: RegionCore): WireResponse {
  const body = { statements: identities.unusedActions() };
  return { status: 200, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(body, null, 2)}\n` };
}

function notThere(path: string): WireResponse {
  const message = `There is no page at ${path}; /_region/iam/unused lists the permissions that nothing has asked for.`;
  return { status: 404, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}

export function iam(region: RegionCore): Service {
  return {
    name: 'iam',
    protocol: queryProtocol('https://iam.amazonaws.com/doc/2010-05-08/'),
    pages: ({ path }) => (path === '/_region/iam/unused' ? unused(region) : notThere(path)),
    resources: { ...roles(region), ...policies(region), ...managedPolicies(region) },
    operations: {
      ...operation('GetRole', z.strictObject({ RoleName: z.string() }), ({ RoleName }, call) => {
        const role = region.identities.roles().find(({ name }) => name === RoleName);
        call.authorize('iam:GetRole', role?.arn ?? `arn:aws:iam::${region.account}:role/${RoleName}`);
        if (!role) throw new AwsError('NoSuchEntity', `The role with name ${RoleName} cannot be found.`, 404);
        return { Role: described(role) };
      }),
      ...operation('ListRoles', z.strictObject({}), (_input, call) => {
        call.authorize('iam:ListRoles', `arn:aws:iam::${region.account}:role/`);
        return { Roles: region.identities.roles().map(described), IsTruncated: false };
      }),
    },
  };
}

const described = ({ arn, name, id, trust }: Role) => ({
  Path: arn.slice(arn.indexOf(':role/') + 5, arn.length - name.length),
  RoleName: name,
  RoleId: id,
  Arn: arn,
  AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
});

function roles(region: RegionCore) {
  const put = (properties: z.output<typeof roleShape>, place: ResourcePlace, id: string): Provisioned => {
    const name = properties.RoleName ?? physicalName(place, 64);
    const arn = `arn:aws:iam::${region.account}:role${properties.Path}${name}`;
    region.identities.putRole({
      arn,
      name,
      id,
      trust: properties.AssumeRolePolicyDocument,
      inline: Object.fromEntries(properties.Policies.map((one) => [one.PolicyName, one.PolicyDocument])),
      managed: properties.ManagedPolicyArns,
      boundary: properties.PermissionsBoundary,
    });
    return { ref: name, attributes: { Arn: arn, RoleId: id } };
  };
  const remove = ({ attributes }: Provisioned) => region.identities.removeRole(String(attributes.Arn));
  return resource('AWS::IAM::Role', roleShape, {
    create: (properties, place) => put(properties, place, `AROA${region.id(8).toUpperCase()}`),
    update(properties, current, place) {
      const updated = put(properties, place, String(current.attributes.RoleId));
      if (updated.attributes.Arn !== current.attributes.Arn) remove(current);
      return updated;
    },
    delete: remove,
  });
}

/** An inline policy is known by where it stands, since two stacks may give two policies the same name. */
function policies(region: RegionCore) {
  const put = (properties: z.output<typeof policyShape>, place: ResourcePlace): Provisioned => {
    const id = `${place.stack}/${place.logicalId}`;
    const { PolicyName: name, PolicyDocument, Roles } = properties;
    region.identities.putPolicy(id, { name, document: PolicyDocument, roles: Roles });
    return { ref: name, attributes: { Id: id } };
  };
  return resource('AWS::IAM::Policy', policyShape, {
    create: put,
    update: (properties, _current, place) => put(properties, place),
    delete: (_current, place) => region.identities.removePolicy(`${place.stack}/${place.logicalId}`),
  });
}

function managedPolicies(region: RegionCore) {
  const put = (properties: z.output<typeof managedShape>, place: ResourcePlace): Provisioned => {
    const name = properties.ManagedPolicyName ?? physicalName(place, 128);
    const arn = `arn:aws:iam::${region.account}:policy${properties.Path}${name}`;
    region.identities.putPolicy(arn, { name, document: properties.PolicyDocument, roles: properties.Roles });
    return { ref: arn, attributes: { PolicyArn: arn } };
  };
  const remove = (current: Provisioned) => region.identities.removePolicy(current.ref);
  return resource('AWS::IAM::ManagedPolicy', managedShape, {
    create: put,
    update(properties, current, place) {
      const updated = put(properties, place);
      if (updated.ref !== current.ref) remove(current);
      return updated;
    },
    delete: remove,
  });
}
