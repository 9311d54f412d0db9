/** What TypeScript refuses. `tsc` is the test: a directive below that expects an error and meets none is an error itself. */
import * as z from 'zod';
import {
  defineWorkflow,
  type Expr,
  expr,
  type InputOf,
  type OutputOf,
  orElse,
  type Ref,
  tool,
} from '../../lib/author/index.ts';

const amountOf = z.object({ amount: z.int(), note: z.string().optional() });
const pay = tool({
  handler: './pay.ts',
  timeout: '30s',
  input: z.strictObject({ amount: z.int(), memo: z.string().optional() }),
  output: {
    type: 'object',
    required: ['payment'],
    properties: { payment: { type: 'string' }, fee: { type: 'number' } },
  },
});
const head = { name: 'pay', version: '1.0.0', deadline: '1d', input: amountOf, tools: { pay } } as const;
const refuse = { tool: 'pay', input: { amount: 1 } } as const;

/** Exactly the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_ extends true>() => undefined;

holds<Same<InputOf<typeof pay>, { amount: number; memo?: string | undefined }>>();
holds<Same<OutputOf<typeof pay>, { payment: string; fee?: number }>>();

test('what is known of the input and of steps before is typed', () => {
  defineWorkflow({
    ...head,
    steps: (flow) =>
      flow
        .tool('first', { tool: 'pay', input: { amount: ($) => $.input.amount } })
        .tool('second', { tool: 'pay', input: ($) => ({ amount: $.input.amount, memo: $.steps.first.payment }) }),
    output: ($) => {
      const payment: Expr<string> = $.steps.second.payment;
      const fee: Ref<number | undefined> = $.steps.first.fee;
      return { payment, fee: orElse(fee, 0) };
    },
  });
});

test('a misspelt member is an error', () => {
  defineWorkflow({
    ...head,
    // @ts-expect-error: amuont
    steps: (flow) => flow.tool('first', { tool: 'pay', input: { amount: ($) => $.input.amuont } }),
    // @ts-expect-error: paiment
    output: ($) => ({ payment: $.steps.first.paiment }),
  });
  // @ts-expect-error: a misspelt member of the workflow
  defineWorkflow({ ...head, deadlin: '1d', steps: (flow) => flow.tool('first', refuse) });
});

test('a step that is read before it is defined is an error', () => {
  defineWorkflow({
    ...head,
    steps: (flow) =>
      flow
        // @ts-expect-error: second comes later
        .tool('first', { tool: 'pay', input: { amount: 1, memo: ($) => $.steps.second.payment } })
        .tool('second', refuse),
  });
});

test('a branch cannot read its sibling, what follows can', () => {
  defineWorkflow({
    ...head,
    steps: (flow) =>
      flow.parallel('both', {
        branches: [
          { id: 'left', steps: (flow) => flow.tool('one', refuse) },
          // @ts-expect-error: one is a sibling
          { id: 'right', steps: (flow) => flow.emit('two', { event: 'x', detail: { a: ($) => $.steps.one.payment } }) },
        ],
      }),
    output: ($) => $.steps.one.payment,
  });
});

test('an input that the tool does not take is an error', () => {
  defineWorkflow({
    ...head,
    steps: (flow) =>
      flow
        // @ts-expect-error: a text for a number
        .tool('text', { tool: 'pay', input: { amount: 'one' } })
        // @ts-expect-error: an expression that gives a text for a number
        .tool('texts', { tool: 'pay', input: ($) => ({ amount: $.steps.text.payment }) })
        // @ts-expect-error: nothing where something is needed
        .tool('nothing', { tool: 'pay', input: {} })
        // @ts-expect-error: no input at all
        .tool('no-input', { tool: 'pay' })
        // @ts-expect-error: a member that the tool does not know
        .tool('more', { tool: 'pay', input: { amount: 1, mode: 'fast' } })
        // @ts-expect-error: what may be absent
        .tool('absent', { tool: 'pay', input: { amount: 1, memo: ($) => $.input.note } })
        .tool('present', { tool: 'pay', input: { amount: 1, memo: ($) => orElse($.input.note, '') } })
        .tool('asked', { tool: 'pay', input: { amount: expr<number>('$input.amount * 2') } })
        // @ts-expect-error: it was not said what the expression gives
        .tool('unsaid', { tool: 'pay', input: { amount: expr('$input.amount * 2') } })
        // @ts-expect-error: there is no such tool
        .tool('unknown', { tool: 'pai', input: { amount: 1 } }),
  });
});

test('$.error and $.output are known only where they are', () => {
  defineWorkflow({
    ...head,
    steps: (flow) =>
      flow
        .tool('undone', {
          tool: 'pay',
          input: { amount: 1 },
          compensate: { tool: 'pay', input: ($) => ({ amount: -1, memo: $.error.message }) },
        })
        .tool('output', {
          tool: 'pay',
          // @ts-expect-error: not before it is there
          input: ($) => ({ amount: 1, memo: $.output.payment }),
          // @ts-expect-error: the compensation's input is typed, too
          compensate: { tool: 'pay', input: ($) => ({ amount: $.output.payment }) },
        }),
    // @ts-expect-error: no error at the end of a run that succeeds
    output: ($) => $.error.message,
    onError: [
      {
        errors: 'any',
        outcome: 'exception',
        steps: (flow) => flow.tool('tell', { tool: 'pay', input: ($) => ({ amount: 1, memo: $.error.message }) }),
      },
    ],
  });
});

test('a comparison in TypeScript is an error: the value is known only when the run gets there', () => {
  expect(() =>
    defineWorkflow({
      ...head,
      steps: (flow) =>
        flow.choice('which', {
          // @ts-expect-error: JSONata has to say it
          choices: [{ when: ($) => $.input.amount > 100, next: 'end' }],
          otherwise: 'end',
        }),
    }),
  ).toThrow('$input.amount is known only when the run gets there');
});

test('what no schema describes may be read without an error', () => {
  defineWorkflow({
    name: 'open',
    version: '1.0.0',
    deadline: '1d',
    steps: (flow) => flow.agent('read', { instructions: './a.md', output: './a.json', timeout: '1m' }),
    output: ($) => ({ deep: $.steps.read.any.thing[0], input: $.input.whatever }),
  });
});
