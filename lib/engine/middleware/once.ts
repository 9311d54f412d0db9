import type middy from '@middy/core';
import { type Book, rowOf } from '../book.ts';
import { complete, prepare } from '../once.ts';
import type { Effect, StepAnswer, StepCall } from '../step.ts';

type Middleware = middy.MiddlewareObj<StepCall, StepAnswer>;

/** What the ledger knows of this step already: one read for all that follows. */
export function recall(book: Book): Middleware {
  return {
    before: async ({ event: call }) => {
      call.row = await rowOf(book, call);
    },
  };
}

/** Before: the intent, or the answer of an attempt that has completed. After: the completion. `once.ts` has the protocol. */
export function once(book: Book, verify: Effect['verify']): Middleware {
  return {
    before: async ({ event: call }) => {
      const stored = await prepare(book, call, verify);
      return stored && { output: stored.value };
    },
    after: async (request) => {
      const kept = await complete(book, request.event, request.response?.output);
      request.response = { output: kept.value };
    },
  };
}
