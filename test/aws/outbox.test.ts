import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { EMPTY, hashEntry, headAfter, seal } from '../../lib/audit/chain.ts';
import { transactItems } from '../../lib/aws/ledger-items.ts';
import { executionArn } from '../../lib/aws/machines.ts';
import { eventOf } from '../../lib/aws/outbox.ts';

const ENTRY = seal('acme/r1', EMPTY, {
  type: 'run.requested',
  at: '2026-01-01T00:00:00.000Z',
  actor: 'trigger',
  data: { n: 1 },
});
const CHANGE = {
  run: { pk: 'T#acme#RUN#r1', sk: 'RUN' },
  about: { tenant: 'acme', run: 'r1', workflow: 'pay' },
  before: undefined,
  entry: ENTRY,
  set: { head: headAfter(ENTRY) },
  writes: [],
};

test('an audit entry reaches the bus as what was hashed, with what rules match on', () => {
  const [, audit] = transactItems('t', CHANGE);
  const { type, detail } = eventOf({ dynamodb: { NewImage: audit!.Put!.Item } } as DynamoDBRecord);
  expect(type).toBe('run.requested');
  expect(detail).toEqual({ ...ENTRY.entry, tenant: 'acme', run: 'r1', workflow: 'pay', hash: ENTRY.hash });
  expect(hashEntry(ENTRY.entry)).toBe(ENTRY.hash);
});

test('every change carries the run, its entry and nothing beyond what was asked', () => {
  expect(transactItems('t', CHANGE).map((item) => Object.keys(item))).toEqual([['Put'], ['Put']]);
  const later = transactItems('t', { ...CHANGE, before: headAfter(ENTRY) });
  expect(later[0]!.Update!.ConditionExpression).toBe('#c0 IN (:c0_0)');
  expect(later[0]!.Update!.ExpressionAttributeValues![':c0_0']).toEqual({ M: marshall(headAfter(ENTRY)) });
});

test('the ARN of an execution is that of its machine, whatever version it was started on', () => {
  const version = 'arn:aws:states:eu-central-1:123456789012:stateMachine:pay:7';
  expect(executionArn(version, 'r1')).toBe('arn:aws:states:eu-central-1:123456789012:execution:pay:r1');
});
