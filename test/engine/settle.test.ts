import { endingOf } from '../../lib/engine/ending.ts';
import { runKey } from '../../lib/engine/keys.ts';
import { noteStarted, requestRun, requestStop } from '../../lib/engine/runs.ts';
import { settleRun } from '../../lib/engine/settle.ts';
import { bookWithRun, chainOf, invoke, memoryPorts, TENANT, toolStep } from '../support/engine.ts';

const typesOf = (rows: Parameters<typeof chainOf>[0]) => chainOf(rows).map(({ entry }) => entry.type);

describe('a run', () => {
  const wish = { tenant: TENANT, workflow: 'pay', version: '1.0.0', event: 'e', input: { a: 1 }, actor: 'trigger' };

  test('is asked for once, however often its event is delivered, even at the same moment', async () => {
    const { ports, rows } = memoryPorts();
    const answers = await Promise.all([1, 2, 3].map(() => requestRun(ports, wish)));
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(answers.map(({ run }) => run)).size).toBe(1);
    expect(typesOf(rows)).toEqual(['run.requested']);
  });

  test('of another event is another run', async () => {
    const { ports } = memoryPorts();
    const [one, two] = [await requestRun(ports, wish), await requestRun(ports, { ...wish, event: 'f' })];
    expect(one.run).not.toBe(two.run);
  });

  test('takes no claim check from outside: it would read a payload that is not its own', async () => {
    const { ports } = memoryPorts();
    const forged = { ...wish, input: { a: [{ $claim: { digest: 'x', size: 1 } }] } };
    await expect(requestRun(ports, forged)).rejects.toMatchObject({ name: 'InvalidInput' });
  });

  test('is noted as started once, on the version that it will finish on', async () => {
    const { book, run, rows } = await bookWithRun({});
    await noteStarted(book.ports, TENANT, run, { machine: 'arn:v1', undoMachine: 'arn:u1' });
    await noteStarted(book.ports, TENANT, run, { machine: 'arn:v2', undoMachine: 'arn:u2' });
    expect(await book.ports.ledger.get(runKey(TENANT, run))).toMatchObject({ status: 'RUNNING', machine: 'arn:v1' });
    expect(typesOf(rows)).toEqual(['run.requested', 'run.started']);
  });

  test('ends once: the first ending stands, and says who wrote it', async () => {
    const { book, run, rows } = await bookWithRun({});
    const name = { tenant: TENANT, run };
    const reason = { name: 'Boom', message: 'no' };
    expect(await settleRun(book.ports, name, 'exception', { status: 'EXCEPTED', reason })).toBe('exception');
    expect(await settleRun(book.ports, name, 'settle', { status: 'SUCCEEDED', output: 1 })).toBe('exception');
    expect(typesOf(rows)).toEqual(['run.requested', 'run.excepted']);
    expect(JSON.stringify(chainOf(rows))).not.toContain('"no"');
  });

  test('that has ended begins no step and cannot be stopped', async () => {
    const { book, run } = await bookWithRun({ pay: toolStep({}) });
    await settleRun(book.ports, { tenant: TENANT, run }, 'settle', { status: 'STOPPED' });
    const never = { effect: () => Promise.reject(new Error('must not be called')) };
    await expect(invoke(book, never, run, 'pay', {})).rejects.toMatchObject({ name: 'RunEnded' });
    await expect(requestStop(book.ports, TENANT, run, 'person:p-1')).rejects.toMatchObject({ name: 'Ended' });
  });
});

test.each([
  [
    'a success with the outcome of the machine',
    { status: 'SUCCEEDED', output: '{"outcome":"succeeded","output":{"x":1}}' },
    { status: 'SUCCEEDED', output: { x: 1 } },
  ],
  [
    'a rejection, which is a success of the machine',
    { status: 'SUCCEEDED', output: '{"outcome":"rejected","error":{"name":"Rejected","message":"m","step":"review"}}' },
    { status: 'REJECTED', reason: { name: 'Rejected', message: 'm', step: 'review' } },
  ],
  [
    'a failure with its name',
    { status: 'FAILED', error: 'Boom', cause: 'why' },
    { status: 'EXCEPTED', reason: { name: 'Boom', message: 'why' } },
  ],
  [
    'a passed deadline',
    { status: 'TIMED_OUT' },
    { status: 'EXCEPTED', reason: { name: 'DeadlinePassed', message: 'DeadlinePassed' } },
  ],
  [
    'a stop',
    { status: 'ABORTED', error: 'Stopped', cause: 'asked for' },
    { status: 'STOPPED', reason: { name: 'Stopped', message: 'asked for' } },
  ],
] as const)('the end of an execution is read as %s', (_, end, ending) => {
  expect(endingOf({ name: 'r', stateMachineArn: 'arn', startDate: 0, ...end })).toEqual(ending);
});
