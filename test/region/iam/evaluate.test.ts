import { contextOf } from '../../../lib/region/iam/context.ts';
import { type Decision, evaluate } from '../../../lib/region/iam/evaluate.ts';
import { readPolicy } from '../../../lib/region/iam/policy.ts';
import type { ConditionContext, Principal } from '../../../lib/region/service.ts';

const account = '123456789012';
const role: Principal = { kind: 'role', arn: `arn:aws:iam::${account}:role/app/worker`, name: 'worker', session: 'fn' };
const root: Principal = { kind: 'root' };
const events: Principal = {
  kind: 'service',
  service: 'events.amazonaws.com',
  sourceArn: 'arn:aws:events:eu-central-1:123456789012:rule/r',
};
const table = 'arn:aws:dynamodb:eu-central-1:123456789012:table/ledger';
const key = 'arn:aws:kms:eu-central-1:123456789012:key/k1';
const alias = 'arn:aws:kms:eu-central-1:123456789012:alias/a';

interface Case {
  who?: Principal;
  does?: string;
  to?: string;
  identity?: object[];
  resource?: object[];
  boundary?: object[];
  context?: ConditionContext;
}

const policy = (statements: object[] = []) => ({ Version: '2012-10-17', Statement: statements });

function decide({
  who = role,
  does = 'dynamodb:GetItem',
  to = table,
  identity,
  resource,
  boundary,
  context,
}: Case): Decision {
  const around = { account, region: 'eu-central-1', now: Date.UTC(2026, 10, 20) };
  return evaluate(
    { principal: who, account, action: does, resource: to, context: contextOf(who, around, context) },
    {
      identity: readPolicy(policy(identity), 'worker/own', 'identity'),
      resource: readPolicy(policy(resource), 'of-resource', 'resource'),
      boundary: boundary && readPolicy(policy(boundary), 'limits', 'identity'),
    },
  );
}

const outcome = (given: Case): string => {
  const decision = decide(given);
  if (decision.allowed) return 'allowed';
  return `${decision.explicit ? 'denied by' : 'no'} ${decision.kind}`;
};

const may = (Action: string | string[] = '*', Resource: string | string[] = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const never = (Action = '*', Resource = '*', more: object = {}) => ({ Effect: 'Deny', Action, Resource, ...more });
const when = (Condition: object) => may('*', '*', { Condition });

describe('who decides', () => {
  const cases: [string, Case, string][] = [
    ['nothing said is refused', {}, 'no identity-based policy'],
    ['an allow in the role', { identity: [may('dynamodb:GetItem', table)] }, 'allowed'],
    [
      'a deny in the role beats its allow',
      { identity: [may(), never('dynamodb:*')] },
      'denied by identity-based policy',
    ],
    [
      'a deny of the resource beats the role',
      { identity: [may()], resource: [never('*', '*', { Principal: '*' })] },
      'denied by resource-based policy',
    ],
    [
      'a resource policy that names the role is enough',
      { resource: [may('*', '*', { Principal: { AWS: (role as { arn: string }).arn } })] },
      'allowed',
    ],
    [
      'and so is one that names the session',
      { resource: [may('*', '*', { Principal: { AWS: 'arn:aws:sts::123456789012:assumed-role/worker/fn' } })] },
      'allowed',
    ],
    [
      'one that names another role is not',
      { resource: [may('*', '*', { Principal: { AWS: 'arn:aws:iam::123456789012:role/other' } })] },
      'no identity-based policy',
    ],
    [
      'one that names the account leaves it to the role, which lacks an allow',
      { resource: [may('*', '*', { Principal: { AWS: account } })] },
      'no identity-based policy',
    ],
    [
      'a deny for everybody but the role does not touch the role',
      {
        identity: [may()],
        resource: [
          { Effect: 'Deny', Action: '*', Resource: '*', NotPrincipal: { AWS: (role as { arn: string }).arn } },
        ],
      },
      'allowed',
    ],
    ['a boundary without an allow', { identity: [may()], boundary: [may('s3:*')] }, 'no permissions boundary'],
    ['a boundary with an allow', { identity: [may()], boundary: [may('dynamodb:*')] }, 'allowed'],
    ['a boundary allows nothing by itself', { boundary: [may()] }, 'no identity-based policy'],
    ['the root may', { who: root }, 'allowed'],
    [
      'the root may not what a resource denies to all',
      { who: root, resource: [never('*', '*', { Principal: '*' })] },
      'denied by resource-based policy',
    ],
    [
      'a service needs the resource to name it',
      { who: events, does: 'lambda:InvokeFunction' },
      'no resource-based policy',
    ],
    [
      'a service that is named',
      { who: events, resource: [may('*', '*', { Principal: { Service: 'events.amazonaws.com' } })] },
      'allowed',
    ],
    [
      'another service is named',
      { who: events, resource: [may('*', '*', { Principal: { Service: 's3.amazonaws.com' } })] },
      'no resource-based policy',
    ],
    [
      'a service named for another source',
      {
        who: events,
        resource: [
          may('*', '*', {
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/other' } },
          }),
        ],
      },
      'no resource-based policy',
    ],
  ];
  test.each(cases)('%s', (_claim, given, expected) => expect(outcome(given)).toBe(expected));
});

describe('keys of KMS', () => {
  const toAccount = may('kms:*', '*', { Principal: { AWS: `arn:aws:iam::${account}:root` } });
  const use = (given: Case) => outcome({ does: 'kms:Decrypt', to: key, ...given });
  test("a role's allow counts only when the key leaves the decision to the account", () => {
    expect(use({ identity: [may('kms:Decrypt', key)] })).toBe('no resource-based policy');
    expect(use({ identity: [may('kms:Decrypt', key)], resource: [toAccount] })).toBe('allowed');
    expect(use({ resource: [toAccount] })).toBe('no identity-based policy');
  });
  test('an alias has no policy of its own to ask', () => {
    expect(use({ to: alias, does: 'kms:CreateAlias', identity: [may('kms:CreateAlias')] })).toBe('allowed');
    expect(use({ to: '*', does: 'kms:CreateKey', identity: [may('kms:CreateKey')] })).toBe('allowed');
  });
  test('the root is held to the key as well', () => {
    expect(use({ who: root })).toBe('no resource-based policy');
    expect(use({ who: root, resource: [toAccount] })).toBe('allowed');
  });
  test('a key may demand that it is used through a service and with a context', () => {
    const Condition = {
      StringEquals: { 'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com', 'kms:EncryptionContext:tenant': 'acme' },
    };
    const resource = [may('kms:*', '*', { Principal: { AWS: '*' }, Condition })];
    const context = { 'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com', 'kms:EncryptionContext:tenant': 'acme' };
    expect(use({ resource, context })).toBe('allowed');
    expect(use({ resource, context: { ...context, 'kms:EncryptionContext:tenant': 'other' } })).not.toBe('allowed');
    expect(use({ resource })).not.toBe('allowed');
  });
});

describe('what a statement speaks of', () => {
  const cases: [object, boolean, Case?][] = [
    [may('dynamodb:Get*'), true],
    [may('DynamoDB:getitem'), true],
    [may('dynamodb:Put*'), false],
    [may('dynamodb:Ge?Item'), true],
    [may('dynamodb:GetItem', 'arn:aws:dynamodb:*:*:table/led*'), true],
    [may('dynamodb:GetItem', 'arn:aws:dynamodb:*:table/ledger'), false],
    [may('dynamodb:GetItem', 'arn:aws:dynamodb:eu-central-1:123456789012:table/LEDGER'), false],
    [may('dynamodb:GetItem', 'arn:aws:dynamodb'), true],
    [may('dynamodb:GetItem', `${table}/index/*`), false],
    [{ Effect: 'Allow', NotAction: 'dynamodb:GetItem', Resource: '*' }, false],
    [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }, true],
    [{ Effect: 'Allow', Action: '*', NotResource: table }, false],
    [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::*' }, true],
    [may('s3:GetObject', 'arn:aws:s3:::bucket/*'), true, { does: 's3:GetObject', to: 'arn:aws:s3:::bucket/a/b:c' }],
    [
      may('s3:GetObject', 'arn:aws:s3:::bucket/${aws:PrincipalAccount}/*'),
      true,
      { does: 's3:GetObject', to: 'arn:aws:s3:::bucket/123456789012/x' },
    ],
    [
      may('s3:GetObject', 'arn:aws:s3:::bucket/${aws:username}/*'),
      false,
      { does: 's3:GetObject', to: 'arn:aws:s3:::bucket//x' },
    ],
    [
      may('s3:GetObject', "arn:aws:s3:::bucket/${aws:username, 'guest'}/*"),
      true,
      { does: 's3:GetObject', to: 'arn:aws:s3:::bucket/guest/x' },
    ],
    [may('s3:GetObject', 'arn:aws:s3:::bucket/a${*}'), false, { does: 's3:GetObject', to: 'arn:aws:s3:::bucket/ab' }],
    [may('s3:GetObject', 'arn:aws:s3:::bucket/a${*}'), true, { does: 's3:GetObject', to: 'arn:aws:s3:::bucket/a*' }],
    [may('logs:*', table), false, { does: 'logs:DescribeLogGroups', to: '*' }],
    [may('a:b', 'arn:aws:s3:::a.c'), false, { does: 'a:b', to: 'arn:aws:s3:::abc' }],
  ];
  test.each(cases)('%j → %j', (statement, expected, given = {}) => {
    expect(decide({ ...given, identity: [statement] }).allowed).toBe(expected);
  });
});

describe('conditions', () => {
  const keys = {
    'x:Name': 'Alice',
    'x:Size': '10',
    'x:Flag': 'true',
    'x:Day': '2026-11-20T00:00:00Z',
    'x:Ip': '10.1.2.3',
    'x:Arn': 'arn:aws:sns:eu-central-1:1:t',
    'x:List': ['a', 'b'],
    'x:Empty': [],
  };
  const cases: [object, boolean][] = [
    [{ StringEquals: { 'x:Name': 'Alice' } }, true],
    [{ StringEquals: { 'X:NAME': ['Bob', 'Alice'] } }, true],
    [{ StringEquals: { 'x:Name': 'alice' } }, false],
    [{ StringEquals: { 'x:Name': 'A*' } }, false],
    [{ StringEquals: { 'x:Nobody': 'Alice' } }, false],
    [{ StringEqualsIfExists: { 'x:Nobody': 'Alice' } }, true],
    [{ StringEqualsIfExists: { 'x:Name': 'Bob' } }, false],
    [{ StringEqualsIgnoreCase: { 'x:Name': 'ALICE' } }, true],
    [{ StringNotEquals: { 'x:Name': 'Bob' } }, true],
    [{ StringNotEquals: { 'x:Name': ['Bob', 'Alice'] } }, false],
    [{ StringNotEquals: { 'x:Nobody': 'Bob' } }, true],
    [{ StringNotEqualsIgnoreCase: { 'x:Name': 'ALICE' } }, false],
    [{ StringLike: { 'x:Name': 'A?i*' } }, true],
    [{ StringNotLike: { 'x:Name': 'A*' } }, false],
    [{ NumericEquals: { 'x:Size': 10 } }, true],
    [{ NumericNotEquals: { 'x:Size': 10 } }, false],
    [{ NumericLessThan: { 'x:Size': 10 } }, false],
    [{ NumericLessThanEquals: { 'x:Size': 10 } }, true],
    [{ NumericGreaterThan: { 'x:Size': 9 } }, true],
    [{ NumericGreaterThanEquals: { 'x:Size': 11 } }, false],
    [{ DateLessThan: { 'x:Day': '2026-11-21T00:00:00Z' } }, true],
    [{ DateGreaterThan: { 'x:Day': '2026-11-21T00:00:00Z' } }, false],
    [{ DateEquals: { 'x:Day': String(Date.UTC(2026, 10, 20) / 1000) } }, true],
    [{ DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }, true],
    [{ Bool: { 'x:Flag': true } }, true],
    [{ Bool: { 'x:Flag': 'false' } }, false],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, false],
    [{ Null: { 'x:Name': 'false' } }, true],
    [{ Null: { 'x:Nobody': true } }, true],
    [{ Null: { 'x:Nobody': false } }, false],
    [{ IpAddress: { 'x:Ip': '10.0.0.0/8' } }, true],
    [{ IpAddress: { 'x:Ip': ['192.168.0.0/16', '10.1.2.3'] } }, true],
    [{ NotIpAddress: { 'x:Ip': '10.0.0.0/8' } }, false],
    [{ IpAddress: { 'x:Ip': '2001:db8::/32' } }, false],
    [{ ArnLike: { 'x:Arn': 'arn:aws:sns:*:1:*' } }, true],
    [{ ArnEquals: { 'x:Arn': 'arn:aws:sns:*:1:t' } }, true],
    [{ ArnNotLike: { 'x:Arn': 'arn:aws:sns:*:1:*' } }, false],
    [{ ArnNotEquals: { 'x:Arn': 'arn:aws:sns:*:2:t' } }, true],
    [{ 'ForAllValues:StringEquals': { 'x:List': ['a', 'b', 'c'] } }, true],
    [{ 'ForAllValues:StringEquals': { 'x:List': ['a'] } }, false],
    [{ 'ForAllValues:StringEquals': { 'x:Nobody': ['a'] } }, true],
    [{ 'ForAllValues:StringEquals': { 'x:Empty': ['a'] } }, true],
    [{ 'ForAnyValue:StringEquals': { 'x:List': ['b'] } }, true],
    [{ 'ForAnyValue:StringEquals': { 'x:List': ['c'] } }, false],
    [{ 'ForAnyValue:StringEquals': { 'x:Nobody': ['a'] } }, false],
    [{ 'ForAllValues:StringNotEquals': { 'x:List': ['c'] } }, true],
    [{ 'ForAnyValue:StringLikeIfExists': { 'x:Nobody': ['a'] } }, true],
    [{ StringEquals: { 'x:Name': 'Alice' }, Bool: { 'x:Flag': 'false' } }, false],
    [{ StringEquals: { 'x:Name': 'Alice', 'x:Size': '11' } }, false],
    [{ StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/app/worker' } }, true],
    [{ StringEquals: { 'x:Name': '${x:Name}' } }, true],
    [{ StringEquals: { 'x:Name': '${x:Nobody}' } }, false],
    [{ StringLike: { 'x:Name': '${x:Size}*' } }, false],
  ];
  test.each(cases)('%j → %j', (condition, expected) => {
    expect(decide({ identity: [when(condition)], context: keys }).allowed).toBe(expected);
  });

  test('a tenant reads its own leading keys and no others', () => {
    const identity = [when({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['TENANT#acme*'] } })];
    const keysOf = (...keys: string[]) => ({ identity, context: { 'dynamodb:LeadingKeys': keys } });
    expect(decide(keysOf('TENANT#acme#RUN#1', 'TENANT#acme')).allowed).toBe(true);
    expect(decide(keysOf('TENANT#acme', 'TENANT#other')).allowed).toBe(false);
  });

  test('a wildcard that a variable brings is a plain sign', () => {
    const identity = [when({ StringLike: { 'x:Name': '${x:Pattern}' } })];
    expect(decide({ identity, context: { 'x:Name': 'Alice', 'x:Pattern': '*' } }).allowed).toBe(false);
    expect(decide({ identity, context: { 'x:Name': '*', 'x:Pattern': '*' } }).allowed).toBe(true);
  });
});

describe('documents that cannot be used', () => {
  const cases: [string, object, string][] = [
    [
      'an unknown condition operator',
      when({ StringSounds: { a: 'b' } }),
      'Statement[0]: the local region does not know the condition operator StringSounds',
    ],
    ['an unknown set operator', when({ 'ForSome:StringEquals': { a: 'b' } }), 'ForSome:StringEquals'],
    ['an unknown member', { ...may(), Actions: [] }, 'Actions'],
    ['no action', { Effect: 'Allow', Resource: '*' }, 'exactly one of Action and NotAction is needed'],
    ['no resource', { Effect: 'Allow', Action: '*' }, 'a Resource is needed'],
    ['a principal in a role', may('*', '*', { Principal: '*' }), 'a policy of a role has no Principal'],
    ['another effect', { ...may(), Effect: 'Maybe' }, 'Effect'],
  ];
  test.each(cases)('%s', (_name, statement, message) => {
    expect(() => readPolicy(policy([statement]), 'worker/own', 'identity')).toThrow(message);
    expect(() => readPolicy(policy([statement]), 'worker/own', 'identity')).toThrow(
      'The policy worker/own cannot be used.',
    );
  });
});

test('a decision names the statements that made it', () => {
  const identity = [may('s3:*'), may('dynamodb:*', '*', { Sid: 'ReadLedger' })];
  expect(decide({ identity })).toEqual({ allowed: true, by: ['worker/own#ReadLedger'] });
  expect(decide({ identity: [...identity, never()] })).toMatchObject({ explicit: true, by: ['worker/own#2'] });
});
