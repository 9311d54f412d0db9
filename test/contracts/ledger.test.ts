import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EMPTY, headAfter, type SealedEntry, seal } from '../../lib/audit/chain.ts';
import { dynamoLedger } from '../../lib/aws/ledger.ts';
import type { Change, Ledger, Row, Write } from '../../lib/engine/ports.ts';
import { dynamodb } from '../../lib/region/services/dynamodb/index.ts';
import { memoryLedger } from '../support/memory-ledger.ts';
import { type Started, startRegion } from './region.ts';

let started: Started;
let db: DynamoDBClient;

beforeAll(async () => {
  started = await startRegion({ services: [dynamodb] });
  db = new DynamoDBClient(started.settings);
  const keys = ['pk', 'sk'].map((name) => ({ AttributeName: name, AttributeType: 'S' as const }));
  const schema = [
    { AttributeName: 'pk', KeyType: 'HASH' as const },
    { AttributeName: 'sk', KeyType: 'RANGE' as const },
  ];
  const table = {
    TableName: 'ledger',
    AttributeDefinitions: keys,
    KeySchema: schema,
    BillingMode: 'PAY_PER_REQUEST' as const,
  };
  await db.send(new CreateTableCommand(table));
});

afterAll(async () => {
  db.destroy();
  await started.stop();
});

let runs = 0;
const fact = (type: string) => ({ type, at: '2026-01-01T00:00:00.000Z', actor: 'test', data: { n: 1 } });

/** A run in a ledger, with a way to change it from any head. */
async function runIn(ledger: Ledger) {
  runs += 1;
  const key = { pk: `T#acme#RUN#r${runs}`, sk: 'RUN' };
  const about = { tenant: 'acme', run: `r${runs}`, workflow: 'pay' };
  const change = (sealed: SealedEntry, before: Change['before'], writes: readonly Write[] = []): Change => ({
    run: key,
    about,
    before,
    entry: sealed,
    set: { head: headAfter(sealed), status: 'RUNNING' },
    writes,
  });
  const first = seal(`acme/r${runs}`, EMPTY, fact('run.requested'));
  await ledger.commit(change(first, undefined));
  const next = (before: Change['before'], writes?: readonly Write[]) =>
    ledger.commit(change(seal(`acme/r${runs}`, before!, fact('step.done')), before, writes));
  const step = (sk: string, more = {}): Row => ({ pk: key.pk, sk, ...more });
  return { key, first, again: () => ledger.commit(change(first, undefined)), head: headAfter(first), next, step };
}

// The fake that all unit tests stand on, and the real driver: one behaviour.
describe.each([
  ['in memory', () => memoryLedger()],
  ['on DynamoDB', () => dynamoLedger('ledger', db)],
])('a ledger %s', (_, make: () => Ledger) => {
  test('keeps a run with its first audit entry, spelt as it was hashed', async () => {
    const ledger = make();
    const { key, first } = await runIn(ledger);
    expect(await ledger.get(key)).toMatchObject({ ...key, status: 'RUNNING', head: headAfter(first) });
    const [entry] = await ledger.list(key.pk, 'AUDIT#');
    expect(entry).toMatchObject({ sk: 'AUDIT#0000000000', workflow: 'pay', type: 'run.requested', hash: first.hash });
    expect(JSON.parse(String(entry!.entry))).toEqual(first.entry);
  });

  test('creates a run once', async () => {
    const { again } = await runIn(make());
    await expect(again()).rejects.toMatchObject({ name: 'Conflict' });
  });

  test('refuses a change that was prepared before another, and changes nothing', async () => {
    const ledger = make();
    const { key, head, next, step } = await runIn(ledger);
    await next(head);
    await expect(next(head, [{ put: step('STEP#late') }])).rejects.toMatchObject({ name: 'HeadMoved' });
    expect(await ledger.get({ ...key, sk: 'STEP#late' })).toBeUndefined();
    expect(await ledger.list(key.pk, 'AUDIT#')).toHaveLength(2);
  });

  test('lets one of many changes from the same head through', async () => {
    const ledger = make();
    const { key, head, next } = await runIn(ledger);
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => next(head)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason.name] : []))).toEqual(
      Array(4).fill('HeadMoved'),
    );
    expect(await ledger.list(key.pk, 'AUDIT#')).toHaveLength(2);
  });

  test.each([
    ['that should be absent', 'absent' as const, { put: true }],
    ['with another value', { status: 'DONE' }, {}],
    ['with none of the values', { status: ['DONE', 'FAILED'] }, {}],
  ])('refuses a change of an item %s', async (_name, when, { put }: { put?: boolean }) => {
    const ledger = make();
    const { head, next, step } = await runIn(ledger);
    await next(head, [{ put: step('STEP#a', { status: 'INTENT' }), when: 'absent' }]);
    const second = (await ledger.get(step('RUN')))!.head as typeof head;
    const item = step('STEP#a');
    const write: Write = put ? { put: { ...item, status: 'X' }, when } : { key: item, set: { status: 'X' }, when };
    await expect(next(second, [write])).rejects.toMatchObject({ name: 'Conflict' });
    expect(await ledger.get(item)).toMatchObject({ status: 'INTENT' });
  });

  test('changes an item as expected, leaving its other attributes', async () => {
    const ledger = make();
    const { head, next, step } = await runIn(ledger);
    await next(head, [{ put: step('STEP#a', { status: 'INTENT', key: 'k', input: { deep: [1, null, 'x'] } }) }]);
    const second = (await ledger.get(step('RUN')))!.head as typeof head;
    const when = { status: ['INTENT', 'FAILED'], key: 'k' };
    await next(second, [{ key: step('STEP#a'), set: { status: 'DONE', reason: undefined }, when }]);
    expect(await ledger.get(step('STEP#a'))).toEqual({
      ...step('STEP#a'),
      status: 'DONE',
      key: 'k',
      input: { deep: [1, null, 'x'] },
    });
  });

  test('lists what begins so, in order, and nothing else', async () => {
    const ledger = make();
    const { key, head, next, step } = await runIn(ledger);
    await next(
      head,
      ['STEP#b', 'STEP#a', 'STOP#c'].map((sk) => ({ put: step(sk) })),
    );
    expect((await ledger.list(key.pk, 'STEP#')).map(({ sk }) => sk)).toEqual(['STEP#a', 'STEP#b']);
  });
});
