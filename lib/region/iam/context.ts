/** What a request is judged by: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
import type { ConditionContext, Principal } from '../service.ts';

export interface Surroundings {
  account: string;
  region: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Condition keys and their values; names of keys do not know upper and lower case. */
export interface Context {
  get(key: string): readonly string[] | undefined;
}

/** The keys that every request has, and those that the operation added. */
export function contextOf(principal: Principal, around: Surroundings, added: ConditionContext = {}): Context {
  const read = () => {
    const entries = Object.entries({ ...everywhere(around), ...ofPrincipal(principal, around.account), ...added });
    return new Map(entries.map(([key, value]) => [key.toLowerCase(), [value].flat()]));
  };
  // Most statements have neither condition nor variable, and most requests meet no others.
  let keys: ReturnType<typeof read> | undefined;
  return {
    get(key) {
      keys ??= read();
      return keys.get(key.toLowerCase());
    },
  };
}

function everywhere({ account, region, now }: Surroundings): ConditionContext {
  return {
    // The region speaks plain HTTP, but to this machine only: what the key asks, that nobody can listen, is so.
    'aws:SecureTransport': 'true',
    'aws:SourceIp': '127.0.0.1',
    'aws:RequestedRegion': region,
    'aws:ResourceAccount': account,
    'kms:CallerAccount': account,
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
  };
}

function ofPrincipal(principal: Principal, account: string): ConditionContext {
  if (principal.kind === 'service') return ofService(principal.service, principal.sourceArn, account);
  const arn = principal.kind === 'root' ? `arn:aws:iam::${account}:root` : principal.arn;
  return {
    'aws:PrincipalArn': arn,
    'aws:PrincipalAccount': account,
    'aws:PrincipalType': principal.kind === 'root' ? 'Account' : 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
  };
}

const ofService = (service: string, sourceArn: string | undefined, account: string): ConditionContext => ({
  'aws:PrincipalIsAWSService': 'true',
  'aws:PrincipalServiceName': service,
  'aws:SourceAccount': account,
  ...(sourceArn && { 'aws:SourceArn': sourceArn }),
});
