const any = { timeout: '30s', input: { type: 'object' } };

/** What drawn steps call: each has another idea of what may be repeated, and how. */
export const TOOLS = {
  look: { ...any, handler: './tools/look.ts' },
  take: { ...any, handler: './tools/take.ts', idempotency: { verify: true }, grants: [{ write: 'payables' }] },
  /** No key, no probe: a doubt is not resolved by trying again. */
  grab: { ...any, handler: './tools/grab.ts', grants: [{ write: 'payables' }] },
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
    retry: { attempts: 3, initial: '5s', factor: 3, cap: '10s' },
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
