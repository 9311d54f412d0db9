import program from '@countersign/program';
import { awsBook } from '../../lib/aws/book.ts';
import { env } from '../../lib/aws/env.ts';
import { sealToken } from '../../lib/aws/tokens.ts';
import { awaitChild, requestChild } from '../../lib/engine/child.ts';
import { governed } from '../../lib/engine/step.ts';
import { governedWait } from '../../lib/engine/waiting.ts';

const book = awsBook();
const ports = { ...book.ports, tokens: { seal: sealToken } };
const { tenant } = book;
const child = program.steps[env('COUNTERSIGN_STEP')]!.child!;

/** A step asks for a run of another workflow, and waits for its end unless it is told not to. */
export const handler = child.wait
  ? governedWait(book, ({ payload, input }) => awaitChild({ ...book, ports }, { ...payload, input }, child))
  : governed(book, {
      effect: ({ run, step, at, input }) =>
        requestChild(ports, tenant, { run, step, ...(at !== undefined && { at }), input }, child),
    });
