/** Refusals in AWS's words: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
import { AwsError, type Principal } from '../service.ts';
import type { Decision } from './evaluate.ts';
import { sessionArn } from './principals.ts';

type Denial = Extract<Decision, { allowed: false }>;

export function accessDenied(principal: Principal, account: string, action: string, resource: string, denial: Denial) {
  const { kind } = denial;
  const article = /^[aeiou]/.test(kind) ? 'an' : 'a';
  const reason = denial.explicit
    ? `with an explicit deny in ${article} ${kind}`
    : `because no ${kind} allows the ${action} action`;
  const who = callerArn(principal, account);
  return new AwsError(
    'AccessDeniedException',
    `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
  );
}

/** How a caller is named in messages and by GetCallerIdentity. */
export function callerArn(principal: Principal, account: string): string {
  if (principal.kind === 'root') return `arn:aws:iam::${account}:root`;
  return principal.kind === 'role' ? sessionArn(principal) : principal.service;
}
