import * as z from 'zod';
import { defineWorkflow, exists, expr, orElse, tool } from '../../../lib/author/index.ts';

const order = z.object({ order: z.string(), amount: z.int(), note: z.string().optional() });

/** The twin of twin.yaml. */
export const workflow = defineWorkflow({
  name: 'refund',
  version: '1.0.0',
  description: 'Pays an order back.',
  deadline: '2d',
  trigger: { event: { source: 'shop', 'detail-type': 'refund.asked' } },
  input: order,
  tools: {
    'pay-back': tool({
      handler: './tools/pay-back.ts',
      timeout: '30s',
      input: z.strictObject({ order: z.string(), amount: z.int(), note: z.string().nullable() }),
      output: {
        type: 'object',
        required: ['payment', 'left-over'],
        properties: { payment: { type: 'string' }, 'left-over': { type: ['integer', 'null'] } },
      },
      idempotency: { key: ($) => $.input.order },
      grants: [{ write: 'payables' }],
    }),
    'take-back': tool({
      handler: './tools/take-back.ts',
      timeout: '30s',
      input: z.strictObject({ payment: z.string(), reason: z.string() }),
      idempotency: { key: ($) => $.input.payment },
      effect: 'additive',
      grants: [{ write: 'payables' }],
    }),
    look: tool({ handler: './tools/look.ts', timeout: '10s', input: z.strictObject({ order: z.string() }) }),
  },
  steps: (flow) =>
    flow
      .agent('judge', {
        instructions: './judge.md',
        input: { order: ($) => $.input.order },
        output: z.strictObject({ fair: z.boolean(), amounts: z.array(z.int()) }),
        timeout: '1m',
      })
      .choice('triage', {
        choices: [{ when: ($) => expr`${$.input.amount} > 100 or $not(${$.steps.judge.fair})`, next: 'review' }],
        otherwise: 'check',
      })
      .approval('review', {
        title: ($) => expr`"Refund " & ${$.input.order}`,
        reason: 'More than 100 is paid back',
        show: { fields: ($) => ({ amount: $.input.amount, first: $.steps.judge.amounts[0] }) },
        form: z.strictObject({ amount: z.int() }),
        approvers: { role: 'accounts-payable' },
        sla: '2h',
        timeout: '1d',
      })
      .parallel('check', {
        branches: [
          {
            id: 'left',
            steps: (flow) => flow.tool('look-left', { tool: 'look', input: { order: ($) => $.input.order } }),
          },
          { id: 'right', steps: (flow) => flow.tool('look-right', { tool: 'look', input: { order: 'all' } }) },
        ],
      })
      .tool('pay', {
        tool: 'pay-back',
        input: ($) => ({
          order: $.input.order,
          amount: expr<number>`${exists($.steps.review)} ? ${$.steps.review.fields.amount} : ${$.input.amount}`,
          note: orElse($.input.note, null),
        }),
        compensate: {
          tool: 'take-back',
          input: ($) => ({ payment: $.output.payment, reason: $.error.message }),
        },
        policy: { action: 'ReservePayment', context: { amount: ($) => $.input.amount, currency: 'EUR' } },
      })
      .emit('tell', { event: 'refund.paid', detail: { left: ($) => $.steps.pay['left-over'] } }),
  output: ($) => ({ payment: $.steps.pay.payment, left: $.steps['look-left'] }),
  onError: [
    {
      errors: ['Rejected'],
      steps: (flow) => flow.emit('say-no', { event: 'refund.refused', detail: { why: ($) => $.error.message } }),
      outcome: 'rejected',
    },
  ],
});
