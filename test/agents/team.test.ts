import type { ConverseRequest, Models } from '../../lib/agents/ports.ts';
import { teamEffect } from '../../lib/agents/team.ts';
import { commit } from '../../lib/audit/commitment.ts';
import type { ProgramStep } from '../../lib/compile/program.ts';
import { stepKey } from '../../lib/engine/keys.ts';
import type { StepRow } from '../../lib/engine/rows.ts';
import { bookWithRun, chainOf, invoke, TENANT, toolStep } from '../support/engine.ts';

const voice = (name: string) => ({ name, instructions: `You are ${name}.`, model: 'default' });
const OUTPUT = { type: 'object', properties: { verdict: { type: 'string' } }, required: ['verdict'] };
const MEMBERS = [voice('risk'), voice('legal')];

/** A team with a model that knows who speaks by the instructions. `tokens`: what each answer costs. */
async function team(parts: Partial<ProgramStep>, tokens = 100) {
  const asked: { who: string; request: ConverseRequest }[] = [];
  const models: Models = {
    converse: async (request) => {
      const who = /You are (\w+)/.exec(request.system[0]!.text)![1]!;
      asked.push({ who, request });
      const wantsVerdict =
        'verdict' in (request.toolConfig.tools[0]!.toolSpec.inputSchema.json as typeof OUTPUT).properties;
      const input = wantsVerdict ? { verdict: `as ${who} says` } : { opinion: `${who} agrees`, confidence: 0.7 };
      const content = [{ toolUse: { toolUseId: 't', name: 'submit', input } }];
      return { message: { role: 'assistant', content }, stopReason: 'tool_use', tokens };
    },
  };
  const assess = toolStep({ kind: 'team', effect: 'none', output: OUTPUT, ...parts });
  const world = await bookWithRun({ assess });
  const effect = { effect: teamEffect(models, () => assess) };
  return { ...world, asked, answer: () => invoke(world.book, effect, world.run, 'assess', { amount: 7 }) };
}

const PANEL = {
  team: { pattern: 'panel' as const, members: MEMBERS, lead: { instructions: 'You are lead.', model: 'default' } },
};
const RELAY = { team: { pattern: 'relay' as const, members: [...MEMBERS, voice('chair')] } };

const saidTo = (request: ConverseRequest): string => request.messages[0]!.content[0]!.text!;

test('a panel: each answers alone, and the lead sees what all have said', async () => {
  const { answer, asked } = await team(PANEL);
  expect(await answer()).toEqual({ output: { verdict: 'as lead says' } });
  expect(asked.map(({ who }) => who)).toEqual(['risk', 'legal', 'lead']);
  expect(saidTo(asked[1]!.request)).not.toContain('risk agrees');
  for (const words of ['risk agrees', 'legal agrees']) expect(saidTo(asked[2]!.request)).toContain(words);
});

test('a relay: each sees those before, and the last gives the output', async () => {
  const { answer, asked } = await team(RELAY);
  expect(await answer()).toEqual({ output: { verdict: 'as chair says' } });
  expect(saidTo(asked[1]!.request)).toContain('risk agrees');
  expect(saidTo(asked[2]!.request)).toContain('legal agrees');
});

test('what each member has said is committed to in the chain, and kept beside the output', async () => {
  const { answer, book, run, rows } = await team(PANEL);
  await answer();
  const { notes } = (await book.ports.ledger.get(stepKey(TENANT, run, 'assess'))) as StepRow;
  const done = chainOf(rows).at(-1)!.entry;
  const { risk } = notes!;
  expect(risk!.value).toEqual({ opinion: 'risk agrees', confidence: 0.7 });
  expect(new Set(Object.keys(done.data.notes as object))).toEqual(new Set(['legal', 'risk']));
  expect(done.data.notes).toMatchObject({ risk: commit(Buffer.from(risk!.salt, 'hex'), risk!.value) });
});

test('all of them share one budget: who has no room left is not asked, and the step says so', async () => {
  const { answer, asked } = await team({ ...PANEL, budget: { tokens: 3000 } }, 1400);
  await expect(answer()).rejects.toMatchObject({ name: 'BudgetExceeded', message: expect.stringContaining('lead') });
  expect(asked.map(({ who }) => who)).toEqual(['risk', 'legal']);
});

test('an answer is cut to what its share leaves, so that even the longest one stays within the budget', async () => {
  const { answer, asked } = await team({ ...RELAY, budget: { tokens: 6000 } });
  await answer();
  const caps = asked.map(({ request }) => request.inferenceConfig.maxTokens);
  expect(caps[0]).toBeLessThan(2000);
  expect(caps[2]).toBeGreaterThan(caps[0]!);
});
