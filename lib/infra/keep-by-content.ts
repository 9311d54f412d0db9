import { createHash } from 'node:crypto';
import { type CfnResource, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { CfnPolicy, CfnRole, Role } from 'aws-cdk-lib/aws-iam';

/**
 * Makes a resource part of a version: it is never changed, but replaced under another logical id when `content` is
 * another, and the one before stays, for the runs that began with it. Operators remove what no run needs any more
 * (docs/operating.md).
 */
export function keepByContent(resource: CfnResource, content: () => unknown): void {
  const stack = Stack.of(resource);
  const id: string = stack.resolve(resource.logicalId);
  // Only known when everything is: later constructs still add to policies and environments.
  const produce = () => `${id}${digestOf(stack.resolve(content()))}`;
  resource.overrideLogicalId(Lazy.uncachedString({ produce }));
  resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
}

/** 8 hexadecimal digits, like those by which CDK tells paths apart. */
const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8).toUpperCase();

/** The same for a role with all that it may do: an older version goes on with what it was allowed when it began. */
export function keepRole(role: Role): void {
  const policy = role.node.findChild('DefaultPolicy').node.defaultChild as CfnPolicy;
  const content = () => policy.policyDocument;
  keepByContent(role.node.defaultChild as CfnRole, content);
  keepByContent(policy, content);
}
