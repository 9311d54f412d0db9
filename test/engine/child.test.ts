import { isWhole } from '../../lib/audit/bundle.ts';
import { awaitChild, childOf, requestChild } from '../../lib/engine/child.ts';
import { endChild, VERSION_NOT_DEPLOYED } from '../../lib/engine/child-end.ts';
import { stopChildren } from '../../lib/engine/child-stop.ts';
import { runKey, stepKey } from '../../lib/engine/keys.ts';
import type { Outcome } from '../../lib/engine/resume.ts';
import type { RunRow, StepRow } from '../../lib/engine/rows.ts';
import { type Ending, settleRun } from '../../lib/engine/settle.ts';
import { nextUndo } from '../../lib/engine/undo.ts';
import { stepUndo } from '../../lib/engine/undo-progress.ts';
import { bookWithRun, chainOf, TENANT, toolStep } from '../support/engine.ts';

const CHILD = { workflow: 'laptop-setup', version: '1.0.0', wait: true };
const ERROR = { name: 'Rejected', message: 'not ours' };
const STEPS = {
  it: toolStep({ kind: 'workflow', child: CHILD, undo: 'it.undo' }),
  'it.undo': toolStep({ kind: 'undo', compensates: { step: 'it', input: { laptop: '{% $output.laptop %}' } } }),
};

/** A run whose step `it` asks for a run of `laptop-setup`. */
async function parentWorld() {
  const memory = await bookWithRun(STEPS);
  const { book, run, rows } = memory;
  const answers: { token: string; outcome: Outcome }[] = [];
  const payload = (taskToken: string) => ({
    run: { id: run, workflow: 'pay', startedAt: '2026-01-01T00:00:00.000Z', machine: 'arn' },
    step: 'it',
    attempt: 0,
    input: { for: 'Anna' },
    policy: {},
    taskToken,
  });
  const ports = {
    ...book.ports,
    tenant: TENANT,
    tokens: { seal: async (token: string) => new TextEncoder().encode(token) },
    open: async (bytes: Uint8Array) => new TextDecoder().decode(Uint8Array.from(Object.values(bytes))),
    answer: async (token: string, outcome: Outcome) => void answers.push({ token, outcome }),
  };
  const child = childOf(TENANT, payload(''), CHILD);
  const of = (id: string) => chainOf(new Map([...rows].filter(([, { pk }]) => pk.endsWith(id))));
  return {
    ...memory,
    child,
    answers,
    wait: (token = 't1') => awaitChild({ ...book, ports }, payload(token), CHILD),
    ask: () => requestChild(ports, TENANT, payload(''), CHILD),
    childRow: () => book.ports.ledger.get(runKey(TENANT, child)) as Promise<RunRow | undefined>,
    step: () => book.ports.ledger.get(stepKey(TENANT, run, 'it')) as Promise<StepRow>,
    endChild: async (ending: Ending) => {
      await settleRun(ports, { tenant: TENANT, run: child }, 'settle', ending);
      await endChild(ports, child, () => ({ type: 'object', required: ['laptop'] }));
    },
    told: () => endChild(ports, child, () => undefined),
    end: (ending: Ending) => settleRun(ports, { tenant: TENANT, run }, 'settle', ending),
    stopChildren: () => stopChildren(ports, { tenant: TENANT, run }),
    types: (id = run) => of(id).map(({ entry }) => entry.type),
    whole: () => isWhole(of(run)),
  };
}

const done = { status: 'SUCCEEDED', output: { laptop: 'L-1' } } as const;

test('the child is a run of its own, which names its parent, in the version that was asked for', async () => {
  const { wait, childRow, run, types, child } = await parentWorld();
  await wait();
  expect(await childRow()).toMatchObject({
    workflow: 'laptop-setup',
    version: '1.0.0',
    status: 'REQUESTED',
    input: { value: { for: 'Anna' } },
    parent: { run, workflow: 'pay', step: 'it' },
  });
  expect(types()).toEqual(['run.requested', 'child.awaited']);
  expect(types(child)).toEqual(['run.requested']);
});

test('its output becomes that of the step, on record in both chains', async () => {
  const { wait, endChild, answers, step, types, child } = await parentWorld();
  await wait();
  await endChild(done);
  expect(answers).toEqual([{ token: 't1', outcome: { output: { laptop: 'L-1' } } }]);
  expect(await step()).toMatchObject({ status: 'DONE', child, output: { value: { laptop: 'L-1' } }, order: 2 });
  expect(types().at(-1)).toBe('child.ended');
});

test.each([
  ['rejected', { status: 'REJECTED', reason: { name: 'Rejected', message: 'no laptops' } }, 'ChildRejected'],
  ['excepted', { status: 'EXCEPTED', reason: { name: 'Defect', message: 'x' } }, 'ChildFailed'],
  ['stopped', { status: 'STOPPED' }, 'ChildFailed'],
  [
    'not deployed so',
    { status: 'EXCEPTED', reason: { name: VERSION_NOT_DEPLOYED, message: '2' } },
    VERSION_NOT_DEPLOYED,
  ],
  ['done with an output that the step does not take', { status: 'SUCCEEDED', output: {} }, 'InvalidOutput'],
] as const)('a child that is %s fails the step by name', async (_, ending, name) => {
  const { wait, endChild, answers, step } = await parentWorld();
  await wait();
  await endChild(ending as Ending);
  expect(answers[0]!.outcome).toMatchObject({ error: name });
  expect(await step()).toMatchObject({ status: 'FAILED', reason: { name, step: 'it' } });
});

test('told twice, the step is answered again and nothing else changes', async () => {
  const { wait, endChild, told, answers, types } = await parentWorld();
  await wait();
  await endChild(done);
  await told();
  expect(answers).toHaveLength(2);
  expect(types().filter((type) => type === 'child.ended')).toHaveLength(1);
});

test('a wait that is opened again means the same child, and the new token has the answer', async () => {
  const { wait, endChild, answers, types, child } = await parentWorld();
  await wait('t1');
  await wait('t2');
  await endChild(done);
  expect(answers.map(({ token }) => token)).toEqual(['t2']);
  expect(types(child)).toEqual(['run.requested', 'run.succeeded']);
});

test('without a wait the step has the run, the same one each time', async () => {
  const { ask, child } = await parentWorld();
  expect([await ask(), await ask()]).toEqual([{ run: child }, { run: child }]);
});

test('a parent that has ended stops its children, and hears of their end no more', async () => {
  const { wait, end, stopChildren, types, child, endChild, answers, whole } = await parentWorld();
  await wait();
  await end({ status: 'SUCCEEDED' });
  await stopChildren();
  await stopChildren();
  expect(types(child)).toContain('run.stop-requested');
  await endChild({ status: 'STOPPED' });
  expect(answers).toEqual([]);
  expect(whole()).toBe(true);
});

test('an undo waits for a child that goes on, stops it, and takes back what it has done after all', async () => {
  const { wait, book, run, child, types, endChild } = await parentWorld();
  await wait();
  expect(await nextUndo(book, run, ERROR)).toEqual({ waitsFor: [child] });
  await expect(stepUndo(book, run, ERROR)).rejects.toMatchObject({ name: 'Retryable' });
  expect(types(child)).toContain('run.stop-requested');
  await endChild(done);
  expect(await stepUndo(book, run, ERROR)).toEqual({ step: 'it.undo', input: { laptop: 'L-1' } });
});

test('an undo that begins with the run’s end still hears how the child has ended', async () => {
  const { wait, end, book, run, endChild, whole } = await parentWorld();
  await wait();
  await end({ status: 'STOPPED', undo: true });
  await endChild({ status: 'STOPPED' });
  expect(await stepUndo(book, run, ERROR)).toEqual({ done: true, inDoubt: [] });
  expect(whole()).toBe(true);
});
