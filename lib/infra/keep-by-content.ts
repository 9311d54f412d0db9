import { createHash } from 'node:crypto';
import { type CfnResource, type IResolveContext, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { CfnPolicy, CfnRole, Role } from 'aws-cdk-lib/aws-iam';

/**
 * Makes a resource part of a version: it is never changed, but replaced under another logical id when `content` is
 * another, and the one before stays, for the runs that began with it. Operators remove what no run needs any more
 * (docs/operating.md).
 */
export function keepByContent(resource: CfnResource, content: () => unknown): void {
  const id: string = Stack.of(resource).resolve(resource.logicalId);
  const digest = digestOnce(resource, content);
  // While CDK only looks for references, contents need not be known: a resource shows its own.
  const produce = ({ preparing }: IResolveContext) => (preparing ? id : `${id}${digest()}`);
  resource.overrideLogicalId(Lazy.uncachedString({ produce }));
  resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
}

/** The same for a role with all that it may do: an older version goes on with what it was allowed when it began. */
export function keepRole(role: Role): void {
  const policy = role.node.findChild('DefaultPolicy').node.defaultChild as CfnPolicy;
  const content = () => policy.policyDocument;
  keepByContent(role.node.defaultChild as CfnRole, content);
  keepByContent(policy, content);
}

/** Properties of a resource as they will stand in the template, with what an app of others overrides. */
export function propertiesOf(resource: CfnResource): Record<string, unknown> {
  // What CDK itself calls to write the template; its types leave it out.
  const { _toCloudFormation } = resource as unknown as { _toCloudFormation(): object };
  const template: Template = Stack.of(resource).resolve(_toCloudFormation.call(resource));
  return Object.values(template.Resources)[0]!.Properties;
}

type Template = { Resources: Record<string, { Properties: Record<string, unknown> }> };

/**
 * Digest of what a resource is made of. Later constructs and aspects still add to it until it is validated; from then on
 * it is worked out once, since the digest of a machine holds those of all that it calls.
 */
function digestOnce(resource: CfnResource, content: () => unknown): () => string {
  let isComplete = false;
  let known: string | undefined;
  const validate = () => {
    isComplete = true;
    return [];
  };
  resource.node.addValidation({ validate });
  return () => {
    const digest = known ?? digestOf(Stack.of(resource).resolve(content()));
    if (isComplete) known = digest;
    return digest;
  };
}

/** 8 hexadecimal digits, like those by which CDK tells paths apart. */
const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8).toUpperCase();
