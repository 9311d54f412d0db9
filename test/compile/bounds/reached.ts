import { type Bounds, boundsOf } from '../../../lib/compile/bounds/bounds.ts';
import { LIST_PRICES } from '../../../lib/compile/bounds/prices.ts';
import type { Weights } from '../../../lib/compile/bounds/weights.ts';
import { compile } from '../../../lib/compile/compile.ts';
import { modelOf } from '../../../lib/workflow/model.ts';
import { anyFiles, checked } from '../../translation/translate.ts';
import { type KeptWorld, keptWorld } from '../../translation/worlds.ts';
import { type Used, usedBy } from './used.ts';

const HEAD = `apiVersion: countersign/v1
name: example
version: 1.0.0
deadline: 60d
input: { type: object, required: [list], properties: { list: { type: array, maxItems: 3 } } }
`;
const TOOLS = `tools:
  look: { handler: ./look.ts, timeout: 10s, memory: 1024, input: { type: object }, retry: { attempts: 3, initial: 1s, cap: 60s } }
`;
const LOOK = '{ id: a, kind: tool, tool: look }';

/** A workflow and a world in which a run uses all that a path allows. */
export interface Shape {
  name: string;
  text: string;
  answers?: KeptWorld['answers'];
  /** What is reached is the most of any run. */
  fails?: true;
}

const never = { after: null, error: 'States.Timeout', message: 'world: nothing' };
const busy = { after: 900, error: 'Retryable', message: 'world: busy' };
const twice = (step: string, ...passes: string[]): KeptWorld['answers'] =>
  Object.fromEntries(
    passes.flatMap((at) => [0, 1].map((attempt) => [`${step}#${at}#${attempt}`, attempt ? busy : never])),
  );

export const SHAPES: Shape[] = [
  { name: 'a state that passes on', text: 'steps: [{ id: a, kind: wait, for: 1h }]' },
  { name: 'a task with all its retries', text: `${TOOLS}steps: [${LOOK}]`, answers: twice('a', '') },
  {
    name: 'a token that is waited for',
    text: 'steps: [{ id: a, kind: approval, title: t, reason: r, approvers: { role: clerk }, sla: 1h, timeout: 2h }]',
    answers: Object.fromEntries([0, 1, 2].map((attempt) => [`a##${attempt}`, busy])),
  },
  {
    name: 'branches',
    text: `${TOOLS}steps: [{ id: p, kind: parallel, branches: [{ id: one, steps: [${LOOK}] }, { id: two, steps: [{ id: b, kind: wait, for: 1h }] }] }]`,
    answers: twice('a', ''),
  },
  {
    name: 'items of an inline map',
    text: `${TOOLS}steps: [{ id: m, kind: map, items: '{% $input.list %}', maxItems: 3, mode: inline, steps: [${LOOK}] }]`,
    answers: twice('a', '0', '1', '2'),
  },
  {
    name: 'the run of a distributed map',
    text: `steps: [{ id: m, kind: map, items: '{% $input.list %}', maxItems: 3, mode: distributed, steps: [{ id: a, kind: wait, for: 1h }] }]`,
  },
  {
    name: 'rounds of a loop',
    text: `${TOOLS}steps: [{ id: l, kind: loop, max: 3, exhausted: continue, until: '{% false %}', steps: [${LOOK}] }]`,
    answers: twice('a', '0', '1', '2'),
  },
  {
    name: 'an answer that cannot be read, after all retries',
    text: `${TOOLS}steps: [${LOOK}]\noutput: { a: '{% $steps.a %}' }\nonError: [{ errors: [Paused, UndoFailed], undo: false, outcome: rejected }, { errors: any, undo: false, outcome: rejected }]`,
    answers: { ...twice('a', ''), 'a##2': { after: 1000 } as never },
    fails: true,
  },
  {
    name: 'a model that is asked as often as may be',
    text: 'steps: [{ id: a, kind: agent, instructions: ./a.md, output: { type: object }, timeout: 1m, budget: { tokens: 1000 } }]',
    answers: Object.fromEntries([0, 1, 2].map((attempt) => [`a##${attempt}`, busy])),
  },
];

/** The most that the only path allows, and what a run of it has used. */
export async function mostOf(
  { text, answers = {} }: Shape,
  weights?: Weights,
): Promise<{ bounds: Bounds; used: Used }> {
  const workflow = checked(`${HEAD}${text}\n`);
  const compiled = compile(workflow, anyFiles);
  const used = await usedBy(compiled, keptWorld({ input: { list: [1, 2, 3] }, answers }), LIST_PRICES);
  return { used, bounds: boundsOf(modelOf(workflow, anyFiles), compiled, LIST_PRICES, weights) };
}

/** Events and tokens that may be used and are not: none, where the bound is exact. */
export function slack(
  { used: { amounts }, bounds }: Awaited<ReturnType<typeof mostOf>>,
  { fails }: Shape,
  weights: Weights,
): Record<string, number> {
  const { events, tokens } = bounds.paths[0]!.amount;
  const most = fails ? bounds.run.events.max : events.max + weights.execution;
  return { events: most - amounts.events, tokens: tokens.max - amounts.tokens };
}
