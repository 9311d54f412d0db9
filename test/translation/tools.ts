/** What every world answers. Bounded, so that it may be looked into; no world gives `gone`. */
export const OUTPUT = {
  type: 'object',
  required: ['n', 'ok', 'text', 'list', 'rows'],
  additionalProperties: false,
  properties: {
    n: { type: 'integer' },
    ok: { type: 'boolean' },
    gone: { type: 'object', properties: { deeper: { type: 'integer' } }, additionalProperties: false },
    text: { type: 'string', maxLength: 40 },
    list: { type: 'array', maxItems: 6, items: { type: 'integer' } },
    rows: {
      type: 'array',
      maxItems: 6,
      items: {
        type: 'object',
        required: ['k', 'ok'],
        additionalProperties: false,
        properties: { k: { type: 'integer' }, ok: { type: 'boolean' } },
      },
    },
  },
} as const;

const any = { timeout: '30s', input: { type: 'object' }, output: OUTPUT };

/** What drawn steps call: each has another idea of what may be repeated, and how. */
export const TOOLS = {
  look: { ...any, handler: './tools/look.ts' },
  take: { ...any, handler: './tools/take.ts', idempotency: { verify: true }, grants: [{ write: 'payables' }] },
  /** No key, no probe: a doubt is not resolved by trying again. */
  grab: { ...any, handler: './tools/grab.ts', grants: [{ write: 'payables' }], retry: { on: ['Retryable'] } },
  give: {
    ...any,
    handler: './tools/give.ts',
    idempotency: { verify: true },
    effect: 'additive',
    grants: [{ write: 'payables' }],
  },
  send: {
    ...any,
    handler: './tools/send.ts',
    idempotency: { key: '{% $run.id %}' },
    effect: 'irreversible',
    grants: [{ send: 'mail' }],
  },
  note: {
    ...any,
    handler: './tools/note.ts',
    effect: 'additive',
    grants: [{ write: 'payables' }],
    retry: { on: ['Retryable'], attempts: 3, initial: '5s', factor: 3, cap: '10s' },
  },
  busy: {
    ...any,
    handler: './tools/busy.ts',
    errors: { Busy: 'retryable' },
    retry: [
      { on: ['Busy'], attempts: 3, initial: '2s' },
      { on: ['Retryable', 'Ambiguous'], attempts: 2, initial: '3s', factor: 1 },
    ],
  },
  twice: { ...any, handler: './tools/twice.ts', retry: [{ on: ['Retryable'], attempts: 2 }, { on: ['Busy', 'Boom'] }] },
  once: { ...any, handler: './tools/once.ts', retry: { attempts: 1 } },
} as const;
export type ToolName = keyof typeof TOOLS;
