import { decisionEffect } from '../../lib/agents/decision.ts';
import type { Models } from '../../lib/agents/ports.ts';
import { rules } from '../../lib/agents/rules/rules.ts';
import type { EffectCall } from '../../lib/engine/step.ts';

const ASK = { instructions: 'May it be paid?', outcomes: ['approve', 'refer'], confidence: 0.8, below: 'refer' };

/** The decision, with a model that submits these in turn. */
async function decided(...submitted: unknown[]) {
  const asked: Parameters<Models['converse']>[0][] = [];
  const models: Models = {
    converse: async (request) => {
      asked.push(request);
      const input = submitted[Math.min(asked.length, submitted.length) - 1];
      const content = [{ toolUse: { toolUseId: 't', name: 'submit', input } }];
      return { message: { role: 'assistant', content }, stopReason: 'tool_use', tokens: 10 };
    },
  };
  return { decision: await run(models), asked };
}

function run(models: Models) {
  const call = { input: { amount: 7 }, step: 'band', signal: new AbortController().signal, spend: () => {} };
  return decisionEffect(models, () => ({ decision: { ask: ASK } }))(
    call as unknown as EffectCall<Record<string, unknown>>,
  );
}

const says = (outcome: string, confidence: number) => ({ outcome, confidence, explanation: 'Because.' });

test('an outcome that the model is sure of is taken as it is', async () => {
  expect((await decided(says('approve', 0.8))).decision).toEqual(says('approve', 0.8));
});

test('below the confidence that is asked for, the outcome is the one for that, and the explanation says so', async () => {
  const { decision } = await decided(says('approve', 0.79));
  expect(decision).toMatchObject({ outcome: 'refer', confidence: 0.79 });
  expect(decision.explanation).toMatch(/^Because\. The model said approve.*0\.79.*0\.8.*refer\.$/);
});

test('an outcome that is not on the list is sent back, and the mended one taken', async () => {
  const { decision, asked } = await decided(says('pay twice', 1), says('refer', 0.9));
  expect(decision.outcome).toBe('refer');
  expect(asked[1]!.messages.at(-1)!.content[0]!.toolResult?.content[0]?.text).toContain('/outcome');
});

test('a model that keeps to no outcome decides nothing', async () => {
  await expect(decided(says('pay twice', 1))).rejects.toMatchObject({ name: 'InvalidModelOutput' });
});

test('the offline model has no confidence in any outcome, says why, and the question goes where unsure ones go', async () => {
  const models: Models = {
    converse: async (request) => {
      const { output, stopReason, usage } = rules(request as Parameters<typeof rules>[0]);
      return { message: output.message as never, stopReason, tokens: usage.totalTokens };
    },
  };
  expect(await run(models)).toMatchObject({
    outcome: 'refer',
    confidence: 0,
    explanation: expect.stringContaining('not a language model'),
  });
});
