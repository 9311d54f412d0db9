/** Who besides roles may invoke a function: the statements of its resource policy. */
import { records } from '../../records.ts';
import { AwsError, type Region } from '../../service.ts';

export interface Permission {
  id: string;
  /** Of the function, version or alias. */
  arn: string;
  action: string;
  /** `events.amazonaws.com`, an account or the ARN of a role. */
  principal: string;
  sourceArn?: string | undefined;
  sourceAccount?: string | undefined;
}

export interface Permissions {
  put(permission: Permission): object;
  remove(arn: string, id: string): void;
  /** The policy of an ARN. Throws `ResourceNotFoundException` when it has none. */
  policy(arn: string): { Version: string; Id: string; Statement: object[] };
  has(arn: string, id: string): boolean;
}

export function permissions(region: Region): Permissions {
  const stored = records<Permission>(region.store, 'lambda_permissions');
  const keyOf = (arn: string, id: string) => `${arn}|${id}`;
  return {
    put(permission) {
      const statement = statementOf(permission);
      stored.put(keyOf(permission.arn, permission.id), permission);
      region.resourcePolicy(permission.arn, permission.id, { Version: '2012-10-17', Statement: [statement] });
      return statement;
    },
    remove(arn, id) {
      stored.delete(keyOf(arn, id));
      region.resourcePolicy(arn, id, undefined);
    },
    policy(arn) {
      const found = stored.list(keyOf(arn, ''));
      if (found.length) return { Version: '2012-10-17', Id: 'default', Statement: found.map(statementOf) };
      const message = 'The resource you requested does not exist.';
      throw new AwsError('ResourceNotFoundException', message, 404, { Type: 'User' });
    },
    has: (arn, id) => stored.get(keyOf(arn, id)) !== undefined,
  };
}

function statementOf({ id, arn, action, principal, sourceArn, sourceAccount }: Permission): object {
  const condition = {
    ...(sourceAccount && { StringEquals: { 'AWS:SourceAccount': sourceAccount } }),
    ...(sourceArn && { ArnLike: { 'AWS:SourceArn': sourceArn } }),
  };
  return {
    Sid: id,
    Effect: 'Allow',
    Principal: principalOf(principal),
    Action: action,
    Resource: arn,
    ...(Object.keys(condition).length && { Condition: condition }),
  };
}

function principalOf(principal: string): object | string {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}
