/** Security Token Service: who am I, and temporary keys of a role. */
import * as z from 'zod';
import type { RegionCore } from '../core.ts';
import { callerArn } from '../iam/denied.ts';
import { AwsError, type Principal, type Service } from '../service.ts';
import { integer, operation } from '../shape.ts';
import { queryProtocol } from '../wire/query.ts';

const assumeRole = z.strictObject({
  RoleArn: z.string(),
  RoleSessionName: z.string(),
  DurationSeconds: integer.default(3600),
});

export function sts(region: RegionCore): Service {
  const userId = (principal: Principal): string => {
    if (principal.kind !== 'role') return region.account;
    return `${region.identities.role(principal.arn)?.id}:${principal.session}`;
  };
  return {
    name: 'sts',
    protocol: queryProtocol('https://sts.amazonaws.com/doc/2011-06-15/'),
    operations: {
      // AWS asks no permission for this one.
      ...operation('GetCallerIdentity', z.strictObject({}), (_input, { principal }) => ({
        UserId: userId(principal),
        Account: region.account,
        Arn: callerArn(principal, region.account),
      })),
      ...operation('AssumeRole', assumeRole, ({ RoleArn, RoleSessionName, DurationSeconds }, { principal }) => {
        if (principal.kind === 'root')
          throw new AwsError('AccessDenied', 'Roles may not be assumed by root accounts.', 403);
        const role = region.identities.assumeAs(principal, RoleArn, RoleSessionName);
        const expires = region.clock.now() + DurationSeconds * 1000;
        const key = region.keys.temporary(role, expires);
        return {
          Credentials: {
            AccessKeyId: key.accessKeyId,
            SecretAccessKey: key.secretAccessKey,
            SessionToken: key.sessionToken,
            Expiration: new Date(expires),
          },
          AssumedRoleUser: { AssumedRoleId: userId(role), Arn: callerArn(role, region.account) },
        };
      }),
    },
  };
}
