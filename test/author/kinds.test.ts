/** Each kind of step types what it gives and what may be named inside it; `tsc` is half of the test. */
import * as z from 'zod';
import { defineWorkflow, expr, tool } from '../../lib/author/index.ts';

const look = tool({
  handler: './a.ts',
  timeout: '1s',
  input: z.strictObject({ id: z.string() }),
  output: z.object({ found: z.boolean() }),
});
const head = {
  name: 'all',
  version: '1.0.0',
  deadline: '1d',
  input: z.object({ orders: z.array(z.object({ id: z.string(), units: z.int() })), total: z.number() }),
  tools: { look },
} as const;

test('a map types its item, its index and its results', () => {
  const { steps, output } = defineWorkflow({
    ...head,
    steps: (flow) =>
      flow.map('each', {
        items: ($) => $.input.orders,
        maxItems: 50,
        steps: (flow) => flow.tool('one', { tool: 'look', input: { id: ($) => $.item.id } }),
        output: ($) => ({ id: $.item.id, at: $.index, found: $.steps.one.found }),
      }),
    output: ($) => ({
      first: $.steps.each[0].found,
      // @ts-expect-error: not among the results
      units: $.steps.each[0].units,
      // @ts-expect-error: read inside only
      one: $.steps.one,
    }),
  });
  expect(steps[0]).toEqual({
    id: 'each',
    kind: 'map',
    items: '{% $input.orders %}',
    maxItems: 50,
    steps: [{ id: 'one', kind: 'tool', tool: 'look', input: { id: '{% $item.id %}' } }],
    output: { id: '{% $item.id %}', at: '{% $index %}', found: '{% $steps.one.found %}' },
  });
  expect(output).toMatchObject({ first: '{% $steps.each[0].found %}' });
  defineWorkflow({
    ...head,
    // @ts-expect-error: a number is no list
    steps: (flow) => flow.map('each', { items: ($) => $.input.total, steps: (flow) => flow.wait('w', { for: '1s' }) }),
  });
});

test('a loop asks after each round, of the steps inside', () => {
  const { steps } = defineWorkflow({
    ...head,
    steps: (flow) =>
      flow.loop('poll', {
        max: 5,
        every: '1m',
        steps: (flow) => flow.tool('ask', { tool: 'look', input: { id: ($) => expr<string>`${$.index} & ""` } }),
        until: ($) => $.steps.ask.found,
      }),
    output: ($) => ({ rounds: $.steps.poll.rounds, found: $.steps.ask.found }),
  });
  expect(steps[0]).toMatchObject({ until: '{% $steps.ask.found %}', steps: [{ input: { id: '{% $index & "" %}' } }] });
  defineWorkflow({
    ...head,
    steps: (flow) =>
      flow.loop('poll', {
        max: 5,
        steps: (flow) => flow.tool('ask', { tool: 'look', input: { id: 'x' } }),
        // @ts-expect-error: a number is no answer
        until: ($) => $.index,
      }),
  });
});

test('a scope has error handlers of its own, and its steps are read behind it', () => {
  const { steps } = defineWorkflow({
    ...head,
    steps: (flow) =>
      flow.scope('saga', {
        deadline: '1h',
        steps: (flow) => flow.tool('in', { tool: 'look', input: { id: 'x' } }),
        onError: [
          {
            errors: ['Rejected'],
            outcome: 'continue',
            steps: (flow) => flow.emit('told', { event: 'a.b', detail: { why: ($) => $.error.message } }),
          },
        ],
      }),
    output: ($) => $.steps.in.found,
  });
  expect(steps[0]).toMatchObject({ onError: [{ steps: [{ detail: { why: '{% $error.message %}' } }] }] });
});

test('a decision of a model gives one of its outcomes', () => {
  const ask = { instructions: './a.md', outcomes: ['pay', 'hold'], confidence: 0.8 } as const;
  defineWorkflow({
    ...head,
    steps: (flow) =>
      flow
        .decision('which', { ask: { ...ask, below: 'hold' } })
        // @ts-expect-error: none of its outcomes
        .decision('what', { ask: { ...ask, below: 'wait' } })
        // @ts-expect-error: an outcome is a text
        .decision('next', { ask: { ...ask, below: 'hold', input: { a: ($) => $.steps.which.outcome.more } } }),
  });
});

test('a signal and another workflow give what was declared', () => {
  defineWorkflow({
    ...head,
    steps: (flow) =>
      flow
        .signal('paid', {
          signal: 'payment.received',
          key: ($) => $.input.orders[0].id,
          timeout: '1d',
          output: z.object({ sum: z.number() }),
        })
        .workflow('child', {
          workflow: 'ship',
          version: '1.0.0',
          timeout: '1h',
          output: z.object({ parcel: z.string() }),
        })
        .workflow('aside', {
          workflow: 'thank',
          version: '1.0.0',
          wait: false,
          input: { sum: ($) => $.steps.paid.sum },
        }),
    output: ($) => ({
      parcel: $.steps.child.parcel,
      run: $.steps.aside.run,
      // @ts-expect-error: it was not waited for
      more: $.steps.aside.parcel,
      // @ts-expect-error: sum
      paid: $.steps.paid.som,
    }),
  });
});
