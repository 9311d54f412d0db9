/**
 * The thread of one execution environment: loads the handler once, then answers one invocation at a time. Its
 * `process.env` is what the region gave to the thread; nothing is inherited from the host. `guard.ts` is there already.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { followClock } from './clock.ts';
import { contextOf } from './context.ts';
import { failureOf, runtimeError } from './failure.ts';
import { type Handler, loadHandler } from './load.ts';
import type { Failure, Invocation, Message, Setup } from './messages.ts';
import { captureOutput } from './output.ts';
import { confineModules } from './resolve.ts';

const setup = workerData.setup as Setup;
const port = parentPort!;
const exit = process.exit.bind(process);
let current: Invocation | undefined;

const send = (message: Message) => port.postMessage(message);

process.on('unhandledRejection', (reason) => {
  const error = runtimeError('UnhandledPromiseRejection', String(reason));
  if (reason instanceof Error && reason.stack) error.stack = reason.stack;
  crash(failureOf(error), 128);
});
process.on('uncaughtException', (error) => crash(failureOf(error), 129));
process.on('beforeExit', () => {
  if (!current) return;
  // Before anything is awaited, or the thread would end.
  port.ref();
  idle();
});

function crash(failure: Failure, code: number): void {
  send({ kind: 'failed', failure });
  exit(code);
}

/** Nothing is left that could settle the invocation: Lambda ends the runtime, or answers null for a callback handler. */
let idle: () => void = () => {};

async function invoke(handler: Handler, invocation: Invocation): Promise<void> {
  current = invocation;
  followClock(invocation.now);
  process.env._X_AMZN_TRACE_ID = invocation.traceId;
  port.unref();
  const answer = await run(handler, invocation).then(answerOf, (error) => failed(error));
  port.ref();
  current = undefined;
  send(answer);
}

function run(handler: Handler, invocation: Invocation): Promise<unknown> {
  const context = contextOf(setup, invocation);
  return new Promise((resolve, reject) => {
    idle = handler.length < 3 ? () => crash(failureOf(neverSettled()), 0) : () => resolve(null);
    const callback = (error?: unknown, result?: unknown) => {
      if (error) return reject(error);
      idle = () => resolve(result);
      if (!context.callbackWaitsForEmptyEventLoop) resolve(result);
    };
    const returned = handler(JSON.parse(invocation.payload), context, callback);
    if (isPromise(returned)) returned.then(resolve, reject);
    else if (handler.length < 3) resolve(returned);
  });
}

const neverSettled = () =>
  runtimeError('NodeJsExit', 'The event loop is empty, and the promise that the handler returned was never settled');

const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof (value as Promise<unknown> | undefined)?.then === 'function';

function answerOf(result: unknown): Message {
  try {
    return { kind: 'done', payload: (JSON.stringify(result) as string | undefined) ?? 'null' };
  } catch {
    return failed(runtimeError('JSONStringifyError', 'Unable to stringify response body'));
  }
}

function failed(error: unknown): Message {
  console.error('Invoke Error', error);
  return { kind: 'failed', failure: failureOf(error) };
}

followClock(setup.now);
captureOutput(
  (line) => send({ kind: 'log', line, time: Date.now() }),
  setup,
  () => current?.requestId ?? 'undefined',
);
confineModules(setup.root, workerData.sdkFrom);
loadHandler(setup.root, setup.handler, setup.runtime).then(
  (handler) => {
    port.on('message', (invocation: Invocation) => void invoke(handler, invocation));
    send({ kind: 'ready' });
  },
  (error: unknown) => {
    console.error('Init Error', error);
    send({ kind: 'broken', failure: failureOf(error) });
    exit(1);
  },
);
