import { createHash } from 'node:crypto';
import { opens } from '../../lib/audit/commitment.ts';
import { Retryable, Terminal } from '../../lib/engine/errors.ts';
import { stepKey } from '../../lib/engine/keys.ts';
import type { StepRow } from '../../lib/engine/rows.ts';
import type { PolicyRequest } from '../../lib/policy/request.ts';
import { ALLOW, bookWithRun, chainOf, invoke, TENANT, toolStep } from '../support/engine.ts';

const KEYED = toolStep({ idempotency: { key: '{% $input.id %}' } });
const typesOf = (rows: Parameters<typeof chainOf>[0]) => chainOf(rows).map(({ entry }) => entry.type);
const answering = (output: unknown) => ({ effect: async () => output });
const never = { effect: () => Promise.reject(new Error('must not be called')) };

describe('the envelope of a step', () => {
  test('puts intent and completion in the chain, as commitments that the ledger’s row opens', async () => {
    const { book, run, rows } = await bookWithRun({ pay: KEYED });
    await invoke(book, answering({ iban: 'DE02' }), run, 'pay', { id: 'a', name: 'Anna' });
    const [, intent, done] = chainOf(rows);
    const row = (await book.ports.ledger.get(stepKey(TENANT, run, 'pay'))) as StepRow;
    const opened = (data: unknown, kept = row.input) => opens(String(data), Buffer.from(kept.salt, 'hex'), kept.value);
    expect(opened(intent!.entry.data.input)).toBe(true);
    expect(opened(done!.entry.data.output, row.output)).toBe(true);
    expect(JSON.stringify(chainOf(rows))).not.toMatch(/Anna|DE02/);
    expect(intent!.entry.data.policy).toMatchObject({ allow: true, policies: ['workflow-own-tools'] });
  });

  test('asks the policy before anything happens; a deny is on record with the policies that said so', async () => {
    const { book, run, rows } = await bookWithRun({ pay: KEYED });
    const asked: PolicyRequest[] = [];
    const policy = {
      decide: (request: PolicyRequest) => {
        asked.push(request);
        return { ...ALLOW, allow: false, policies: ['amount-limit'] };
      },
    };
    const denied = invoke({ ...book, ports: { ...book.ports, policy } }, never, run, 'pay', { id: 'a' });
    await expect(denied).rejects.toMatchObject({
      name: 'PolicyDenied',
      message: expect.stringContaining('amount-limit'),
    });
    expect(typesOf(rows)).toEqual(['run.requested', 'step.failed']);
    expect(asked[0]).toMatchObject({
      principal: { type: 'Workflow', id: 'pay' },
      resource: { type: 'Tool', id: 'pay' },
    });
  });

  test('refuses an input that breaks the tool’s contract', async () => {
    const input = { type: 'object', properties: { id: { type: 'string' } } };
    const { book, run } = await bookWithRun({ pay: { ...KEYED, input } });
    await expect(invoke(book, never, run, 'pay', { id: 7 })).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('/id must be string'),
    });
  });

  test('an output that breaks the contract leaves the step in doubt: the effect has happened', async () => {
    const output = { type: 'object', required: ['payment'] };
    const { book, run } = await bookWithRun({ pay: { ...KEYED, output } });
    await expect(invoke(book, answering({}), run, 'pay', { id: 'a' })).rejects.toMatchObject({ name: 'InvalidOutput' });
    expect(await book.ports.ledger.get(stepKey(TENANT, run, 'pay'))).toMatchObject({ status: 'INTENT' });
  });

  test('an effect cannot name a payload to be read by others', async () => {
    const { book, run } = await bookWithRun({ pay: KEYED });
    const forged = answering({ total: { $claim: { digest: 'f'.repeat(64), size: 1 } } });
    await expect(invoke(book, forged, run, 'pay', { id: 'a' })).rejects.toMatchObject({ name: 'InvalidOutput' });
  });

  test('a failure that did not act may be tried again, even without a key', async () => {
    const { book, run, rows } = await bookWithRun({ pay: toolStep({}) });
    const throttled = { effect: () => Promise.reject(new Retryable('later', 500)) };
    await expect(invoke(book, throttled, run, 'pay', {})).rejects.toMatchObject({ name: 'Retryable' });
    expect(await invoke(book, answering({ ok: true }), run, 'pay', {})).toEqual({ output: { ok: true } });
    expect(typesOf(rows)).toEqual(['run.requested', 'step.intent', 'step.failed', 'step.intent', 'step.done']);
  });

  test('a throttle after a crash does not wash the doubt away', async () => {
    const { book, run } = await bookWithRun({ pay: KEYED });
    const lost = { effect: () => Promise.reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })) };
    await expect(invoke(book, lost, run, 'pay', { id: 'a' })).rejects.toMatchObject({ name: 'Ambiguous' });
    const throttled = { effect: () => Promise.reject(new Retryable('later')) };
    await expect(invoke(book, throttled, run, 'pay', { id: 'a' })).rejects.toMatchObject({ name: 'Retryable' });
    expect(await book.ports.ledger.get(stepKey(TENANT, run, 'pay'))).toMatchObject({ status: 'INTENT' });
  });

  test('a lost answer of a tool that only reads is simply asked again', async () => {
    const { book, run } = await bookWithRun({ look: toolStep({ effect: 'none' }) });
    const lost = { effect: () => Promise.reject(Object.assign(new Error('x'), { name: 'TimeoutError' })) };
    await expect(invoke(book, lost, run, 'look', {})).rejects.toMatchObject({ name: 'Retryable' });
    expect(await invoke(book, answering(1), run, 'look', {})).toEqual({ output: 1 });
  });

  test('a domain error reaches Step Functions under its own name', async () => {
    const { book, run } = await bookWithRun({ pay: KEYED });
    const unreadable = { effect: () => Promise.reject(new Terminal('page 1 is blank', 'UnreadableDocument')) };
    await expect(invoke(book, unreadable, run, 'pay', { id: 'a' })).rejects.toMatchObject({
      name: 'UnreadableDocument',
    });
  });

  test('a payload that is none, or names a step that the program does not hold, is InvalidInput', async () => {
    const { book, run } = await bookWithRun({ pay: KEYED });
    await expect(invoke(book, never, run, 'pya', {})).rejects.toMatchObject({ name: 'InvalidInput' });
    await expect(invoke(book, never, '', 'pay', {})).rejects.toMatchObject({ name: 'InvalidInput' });
  });

  test.each([
    ['is out of reach: the step is retried', 'ETIMEDOUT', 'Retryable'],
    [
      'refuses the role: the refusal is final, under the name that AWS gives it',
      'AccessDeniedException',
      'AccessDeniedException',
    ],
  ])('a failure whose ledger %s', async (_, trouble, name) => {
    const { book, run } = await bookWithRun({ pay: KEYED });
    const status = trouble === 'ETIMEDOUT' ? {} : { $metadata: { httpStatusCode: 400 } };
    const commit = () => Promise.reject(Object.assign(new Error('x'), { name: trouble, code: trouble, ...status }));
    const ledger = { ...book.ports.ledger, commit };
    const silent = invoke({ ...book, ports: { ...book.ports, ledger } }, never, run, 'pay', { id: 'a' });
    await expect(silent).rejects.toMatchObject({ name });
  });

  test('a run that is not in the ledger is UnknownRun, not a reason to retry', async () => {
    const { book } = await bookWithRun({ pay: KEYED });
    await expect(invoke(book, never, 'f00', 'pay', { id: 'a' })).rejects.toMatchObject({ name: 'UnknownRun' });
  });

  test('tokens of failed attempts count against the budget of the step', async () => {
    const { book, run } = await bookWithRun({
      ask: toolStep({ kind: 'agent', effect: 'none', budget: { tokens: 150 } }),
    });
    const spending = {
      effect: async ({ spend }: { spend: (tokens: number) => void }) => {
        spend(100);
        throw new Retryable('model busy');
      },
    };
    await expect(invoke(book, spending, run, 'ask', {})).rejects.toMatchObject({ name: 'Retryable' });
    await expect(invoke(book, spending, run, 'ask', {})).rejects.toMatchObject({ name: 'BudgetExhausted' });
  });
});

describe('large payloads', () => {
  const big = 'x'.repeat(300 * 1024);

  test('leave as claim checks, the largest member first, and arrive whole', async () => {
    const { book, run, objects } = await bookWithRun({
      make: toolStep({ effect: 'none' }),
      use: toolStep({ effect: 'none' }),
    });
    const { output } = await invoke(book, answering({ small: 1, big }), run, 'make', {});
    const digest = createHash('sha256').update(JSON.stringify(big)).digest('hex');
    expect(output).toEqual({ small: 1, big: { $claim: { digest, size: big.length + 2 } } });
    expect([...objects.keys()]).toEqual([digest]);
    const seen = { effect: async ({ input }: { input: { big: string } }) => input.big.length };
    expect(await invoke(book, seen, run, 'use', output)).toEqual({ output: big.length });
  });

  test('leave earlier where the compiler has found that they travel beside others', async () => {
    const { book, run } = await bookWithRun({
      tight: toolStep({ effect: 'none', inline: 1000 }),
      usual: toolStep({ effect: 'none' }),
    });
    const given = answering({ small: 1, text: 'x'.repeat(1000) });
    expect((await invoke(book, given, run, 'tight', {})).output).toMatchObject({ small: 1, text: { $claim: {} } });
    expect((await invoke(book, given, run, 'usual', {})).output).toMatchObject({ text: 'x'.repeat(1000) });
  });

  test('that were changed in the bucket are refused', async () => {
    const { book, run, objects } = await bookWithRun({
      make: toolStep({ effect: 'none' }),
      use: toolStep({ effect: 'none' }),
    });
    const { output } = await invoke(book, answering(big), run, 'make', {});
    for (const digest of objects.keys()) objects.set(digest, new TextEncoder().encode('"other"'));
    await expect(invoke(book, never, run, 'use', output)).rejects.toMatchObject({ name: 'ClaimBroken' });
  });
});

test('branches that run side by side meet at the head of the run, and all get through, in one unbroken chain', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const steps = Object.fromEntries(names.map((name) => [name, toolStep({ effect: 'none' })]));
  const { book, run, rows } = await bookWithRun(steps);
  await Promise.all(names.map((name) => invoke(book, answering(name), run, name, {})));
  expect(typesOf(rows).filter((type) => type === 'step.done')).toHaveLength(names.length);
});
