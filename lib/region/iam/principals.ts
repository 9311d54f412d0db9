/** Whom a statement of a resource policy speaks of. */
import type { Principal } from '../service.ts';
import type { Principals, Statement } from './policy.ts';

/**
 * How a statement's principal fits: `named` it is the caller or everybody; `account` it is the caller's account, which
 * leaves the decision to the caller's own policies; `no` neither.
 */
export type Fit = 'named' | 'account' | 'no';

export function principalFit(statement: Statement, principal: Principal, account: string): Fit {
  if (statement.NotPrincipal) return fitOf(statement.NotPrincipal, principal, account) === 'no' ? 'named' : 'no';
  return statement.Principal ? fitOf(statement.Principal, principal, account) : 'no';
}

function fitOf(principals: Principals, principal: Principal, account: string): Fit {
  const { AWS = [], Service = [] } = principals as { AWS?: string[]; Service?: string[] };
  if (AWS.includes('*')) return 'named';
  if (principal.kind === 'service') return Service.includes(principal.service) ? 'named' : 'no';
  if (principal.kind === 'role' && AWS.some((arn) => arn === principal.arn || arn === sessionArn(principal)))
    return 'named';
  const isAccount = AWS.includes(account) || AWS.includes(`arn:aws:iam::${account}:root`);
  if (!isAccount) return 'no';
  return principal.kind === 'root' ? 'named' : 'account';
}

/** The ARN by which AWS refers to a role in use. */
export const sessionArn = (role: Extract<Principal, { kind: 'role' }>): string =>
  `${role.arn.replace(':iam:', ':sts:').replace(/:role\/.*/, '')}:assumed-role/${role.name}/${role.session ?? role.name}`;
