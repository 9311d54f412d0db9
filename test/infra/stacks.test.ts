import { Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { ofType, statements, synthesise } from './synth.ts';

// Synthesised once: it takes seconds. A finding of cdk-nag would end this file here.
const ACME = { tenant: 'acme', region: 'eu-central-1' };
const GLOBEX = { tenant: 'globex', region: 'us-east-1', account: '123456789012', mailFrom: 'flow@globex.example' };
const both = synthesise([ACME, GLOBEX]);
const stacks = both.filter(({ name }) => name.includes('acme'));
const held = statements(stacks);
const names = (found: [string, unknown][]) => found.map(([name]) => name);
const all = (type: string) => {
  const found = ofType(stacks, type);
  expect(found.length).toBeGreaterThan(0);
  return found;
};

test('a finding that nobody has acknowledged fails the synthesis', () => {
  const queue = (app: ConstructorParameters<typeof Stack>[0]) => new Queue(new Stack(app as never, 'Spoilt'), 'Open');
  expect(() => synthesise([], queue)).not.toThrow();
  expect(() => synthesise([ACME], queue)).toThrow(/SQS4|Validation failed/);
});

test.each<[string, Record<string, string>, RegExp]>([
  [
    'a resource that there is not',
    { read: 'warehouse' },
    /grant \{ read: warehouse \}: this deployment has .*payables/,
  ],
  ['a prototype', { read: 'constructor' }, /grant \{ read: constructor \}: this deployment has/],
  ['a verb that a bucket does not take', { admin: 'inbox' }, /grant \{ admin: inbox \}: a bucket can be granted read/],
  ['a verb by a prototype', { toString: 'inbox' } as never, /grant \{ toString: inbox \}: a bucket can be granted/],
  ['a verb that a table does not take', { append: 'payables' }, /grant \{ append: payables \}: a table can be granted/],
  ['a verb that mail does not take', { read: 'mail' }, /grant \{ read: mail \}: this deployment has/],
])('a tool that is granted %s is not deployed, and the error says what there is', (_, grant, message) => {
  expect(() => synthesise([ACME], undefined, grant)).toThrow(message);
});

describe('two tenants', () => {
  test.each([
    ['acme', ['globex', 'us-east-1', '123456789012']],
    ['globex', ['acme', 'eu-central-1', 'countersign@example.com']],
  ])('side by side: nothing of %s names the other', (tenant, foreign) => {
    const own = both.filter(({ name }) => name.startsWith(`Countersign-${tenant}-`));
    expect(own).toHaveLength(5);
    for (const { text } of own) for (const word of foreign) expect(text).not.toContain(word);
  });
});

describe('what holds data', () => {
  test('every table has point-in-time recovery, protection from deletion, a key of ours, and outlives its stack', () => {
    for (const [, { Properties, DeletionPolicy }] of all('AWS::DynamoDB::Table')) {
      expect(Properties.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
      expect(Properties.DeletionProtectionEnabled).toBe(true);
      expect(Properties.SSESpecification).toMatchObject({ SSEType: 'KMS', KMSMasterKeyId: expect.anything() });
      expect(DeletionPolicy).toBe('Retain');
    }
  });

  test('the ledger streams both images', () => {
    const streams = all('AWS::DynamoDB::Table').map(([, { Properties }]) => Properties.StreamSpecification);
    expect(streams.filter(Boolean)).toEqual([{ StreamViewType: 'NEW_AND_OLD_IMAGES' }]);
  });

  test('every bucket is versioned, encrypted, closed to the public, and refuses plain HTTP', () => {
    const policies = all('AWS::S3::BucketPolicy').map(([name, { Properties }]) => {
      const stack = name.split('/')[0];
      return { bucket: `${stack}/${Properties.Bucket.Ref}`, text: JSON.stringify(Properties.PolicyDocument) };
    });
    for (const [name, { Properties, DeletionPolicy }] of all('AWS::S3::Bucket')) {
      expect(Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      expect(Object.values(Properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
      expect(Properties.BucketEncryption).toBeDefined();
      expect(DeletionPolicy).toBe('Retain');
      const policy = policies.find(({ bucket }) => bucket === name)!;
      expect(policy.text).toContain('{"Bool":{"aws:SecureTransport":"false"}}');
    }
  });

  test('anchors and archived documents stand under a compliance lock of the configured years', () => {
    const locked = all('AWS::S3::Bucket').filter(([, { Properties }]) => Properties.ObjectLockConfiguration);
    expect(names(locked)).toEqual([
      expect.stringMatching(/Ledger\/ArchiveBucket/),
      expect.stringMatching(/Audit\/AnchorsBucket/),
    ]);
    for (const [, { Properties }] of locked) {
      const { Rule } = Properties.ObjectLockConfiguration;
      expect(Rule.DefaultRetention).toEqual({ Mode: 'COMPLIANCE', Days: 3650 });
    }
  });

  test('every queue is encrypted and refuses plain HTTP; each but the dead-letter queues has one', () => {
    const targets = JSON.stringify(stacks.map(({ text }) => text));
    for (const [name, { Properties }] of all('AWS::SQS::Queue')) {
      expect(Properties.SqsManagedSseEnabled).toBe(true);
      expect(Properties.MessageRetentionPeriod).toBe(14 * 86_400);
      const id = name.split('/')[1]!;
      if (Properties.RedrivePolicy) expect(Properties.RedrivePolicy.maxReceiveCount).toBeGreaterThan(0);
      else expect(targets.split(`\\"Fn::GetAtt\\":[\\"${id}\\",\\"Arn\\"]`).length).toBeGreaterThan(1);
    }
    expect(all('AWS::SQS::QueuePolicy')).toHaveLength(all('AWS::SQS::Queue').length);
  });

  test('what a rule or a stream cannot deliver waits in a queue', () => {
    for (const [, { Properties }] of all('AWS::Events::Rule'))
      for (const target of Properties.Targets) expect(target.DeadLetterConfig).toBeDefined();
    for (const [, { Properties }] of all('AWS::Lambda::EventSourceMapping'))
      expect(Properties.DestinationConfig.OnFailure).toBeDefined();
  });
});

describe('every function', () => {
  test('has a role of its own, Node 24, traces, and its own log group that is kept for a year', () => {
    const functions = all('AWS::Lambda::Function');
    const roles = functions.map(([name, { Properties }]) => `${name.split('/')[0]} ${JSON.stringify(Properties.Role)}`);
    expect(new Set(roles).size).toBe(functions.length);
    const groups = new Map(all('AWS::Logs::LogGroup'));
    const used = functions.map(([name, { Properties }]) => {
      expect(Properties.Runtime).toBe('nodejs24.x');
      expect(Properties.TracingConfig).toEqual({ Mode: 'Active' });
      const group = `${name.split('/')[0]}/${Properties.LoggingConfig.LogGroup.Ref}`;
      expect(groups.get(group)!.Properties.RetentionInDays).toBe(365);
      return group;
    });
    expect(new Set(used).size).toBe(functions.length);
  });

  test('has no secret in its environment', () => {
    for (const [, { Properties }] of all('AWS::Lambda::Function')) {
      const { Variables } = Properties.Environment;
      expect(Object.keys(Variables).filter((name) => /secret|password|private/i.test(name))).toEqual([]);
      expect(JSON.stringify(Variables)).not.toContain('resolve:secretsmanager');
    }
  });
});

/** All that any role may do. A new line here is a permission that somebody has looked at. */
const ACTIONS = [
  'bedrock:InvokeModel',
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:DescribeStream',
  'dynamodb:GetItem',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
  'events:DescribeRule',
  'events:PutEvents',
  'events:PutRule',
  'events:PutTargets',
  'iam:PassRole',
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GetPublicKey',
  'kms:Sign',
  'lambda:InvokeFunction',
  'logs:CreateLogDelivery',
  'logs:CreateLogStream',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutLogEvents',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  's3:DeleteObject',
  's3:GetObject',
  's3:GetObjectRetention',
  's3:GetObjectVersion',
  's3:ListBucket',
  's3:PutObject',
  's3:PutObjectRetention',
  'scheduler:CreateSchedule',
  'secretsmanager:GetSecretValue',
  'ses:SendEmail',
  'sqs:SendMessage',
  'states:DescribeExecution',
  'states:SendTaskFailure',
  'states:SendTaskSuccess',
  'states:StartExecution',
  'states:StopExecution',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/** Actions for which AWS knows no resource. */
const WITHOUT_RESOURCE = /^(xray:|dynamodb:ListStreams$|logs:\w*LogDeliver|logs:(Put|Describe)(Resource|LogGroups))/;

describe('every role', () => {
  test('may do only what is on the list, and no list ends in a wildcard', () => {
    expect([...new Set(held.flatMap(({ actions }) => actions))].sort()).toEqual(ACTIONS);
    expect(held.every(({ effect }) => effect === 'Allow')).toBe(true);
  });

  test('holds no policy of AWS’s own, and statements in one policy only', () => {
    for (const [, { Properties }] of all('AWS::IAM::Role')) {
      expect(Properties.ManagedPolicyArns).toBeUndefined();
      expect(Properties.Policies).toBeUndefined();
    }
  });

  test('names its resources; a star stands for objects, schedules and executions, whose names are made at run time', () => {
    const open = held.filter(({ resources }) => resources.includes('"*"'));
    expect(open.flatMap(({ actions }) => actions).filter((action) => !WITHOUT_RESOURCE.test(action))).toEqual([]);
    const partly = held.filter(({ resources }) => resources.some((text) => text !== '"*"' && text.includes('*')));
    const services = new Set(partly.flatMap(({ actions }) => actions.map((action) => action.split(':')[0])));
    expect([...services].sort()).toEqual(['s3', 'scheduler', 'states']);
  });

  test('reaches items of its tenant only', () => {
    const data = held.filter(({ actions }) => actions.some((action) => /^dynamodb:\w*(Item|Query|Scan)/.test(action)));
    expect(data.length).toBeGreaterThan(20);
    for (const { condition } of data)
      expect(condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['T#acme#*'] } });
  });

  test('sends mail from the configured address only, and hands its role to the scheduler only', () => {
    const of = (action: string) => held.filter(({ actions }) => actions.includes(action)).map((each) => each.condition);
    expect(new Set(of('ses:SendEmail').map((each) => JSON.stringify(each)))).toEqual(
      new Set(['{"StringEquals":{"ses:FromAddress":"countersign@example.com"}}']),
    );
    expect(of('iam:PassRole')).toEqual([{ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } }]);
  });

  test('that is trusted by Lambda, Step Functions or the scheduler is trusted by nobody else', () => {
    for (const [, { Properties }] of all('AWS::IAM::Role')) {
      const [statement, ...more] = Properties.AssumeRolePolicyDocument.Statement;
      expect(more).toEqual([]);
      expect(statement.Principal.Service).toMatch(/^(lambda|states|scheduler)\.amazonaws\.com$/);
    }
  });
});

describe('task tokens', () => {
  const [keyId] = all('AWS::KMS::Key').find(([, { Properties }]) => /task tokens/.test(Properties.Description))!;
  const id = keyId.split('/')[1]!;
  /** Statements about the key: its logical id stands in the name of its export, too. */
  const about = held.filter(({ resources }) => resources.some((resource) => resource.includes(id)));

  test('are sealed only by the functions that open approvals, which cannot read them', () => {
    const sealing = about.filter(({ actions }) => actions.includes('kms:Encrypt'));
    expect(sealing.map(({ policy, actions }) => [policy, actions])).toEqual([
      [expect.stringMatching(/\/ReviewRole/), ['kms:Encrypt']],
    ]);
  });

  test('are read only by the function that resumes runs', () => {
    const reading = about.filter(({ actions }) => !actions.includes('kms:Encrypt'));
    expect(reading.map(({ policy, actions }) => [policy, actions])).toEqual([
      [expect.stringMatching(/\/RunsResumeRole/), ['kms:Decrypt']],
    ]);
  });

  test('have a key that seals nothing else', () => {
    const users = stacks.flatMap(({ resources }) =>
      Object.values(resources).filter(({ Properties }) => JSON.stringify(Properties ?? {}).includes(id)),
    );
    expect(new Set(users.map(({ Type }) => Type))).toEqual(new Set(['AWS::IAM::Policy', 'AWS::Lambda::Function']));
  });
});
