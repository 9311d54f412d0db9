/** One execution environment: a thread that has loaded one version of one function and runs one invocation at a time. */
import { Worker } from 'node:worker_threads';
import type { Failure, Invocation, Message, Setup } from '../runtime/messages.ts';
import type { LogStream } from './logs.ts';
import { runtimeFiles } from './runtime-files.ts';

export interface EnvironmentOptions {
  setup: Setup;
  /** All of the thread's `process.env`. */
  env: Record<string, string>;
  /** MB of JavaScript heap. */
  memory: number;
  /** Milliseconds of real time within which the handler must be loaded. */
  initLimit: number;
  /** Folder where the region keeps the files that threads run. */
  dataDir: string;
  log: LogStream;
}

/** What became of one invocation: JSON text, or an error. */
export type Outcome = { payload: string } | { failure: Failure };

export interface Environment {
  readonly log: LogStream;
  /** Settles when the handler is loaded; never rejects. */
  readonly ready: Promise<Failure | undefined>;
  readonly alive: boolean;
  /** Runs one invocation; ends the environment when `timeout` milliseconds of real time have passed. */
  invoke(invocation: Invocation): Promise<Outcome>;
  close(): Promise<void>;
}

/** Starts a thread. The handler's module begins to load at once. */
export function openEnvironment(options: EnvironmentOptions): Environment {
  const { setup, env, memory, log } = options;
  const files = runtimeFiles(options.dataDir);
  const worker = new Worker(files.bootstrap, {
    env,
    workerData: { setup, sdkFrom: import.meta.url },
    // Inherited by threads that the handler starts, so that they too reach loopback only.
    execArgv: ['--require', files.guard],
    resourceLimits: { maxOldGenerationSizeMb: memory },
    stdout: true,
    stderr: true,
  });
  const ready = Promise.withResolvers<Failure | undefined>();
  let alive = true;
  let current: Invocation | undefined;
  let settle: ((outcome: Outcome) => void) | undefined;
  const finish = (outcome: Outcome) => {
    settle?.(outcome);
    settle = undefined;
    if ('failure' in outcome) ready.resolve(outcome.failure);
  };
  const lost = (failure: Failure) => {
    alive = false;
    finish({ failure });
  };
  worker.on('message', (message: Message) => {
    if (message.kind === 'log') log.write(message.line, message.time);
    else if (message.kind === 'ready') ready.resolve(undefined);
    else if (message.kind === 'broken') lost(message.failure);
    else if (message.kind === 'done') finish({ payload: message.payload });
    else finish({ failure: message.failure });
  });
  worker.on('error', (error: Error & { code?: string }) => lost(crashed(error, current)));
  worker.on('exit', (code) => lost(exited(code, current)));
  for (const stream of [worker.stdout, worker.stderr]) stream.on('data', (text) => log.write(String(text).trimEnd()));
  worker.unref();
  const slow = setTimeout(() => {
    lost(initTimedOut(options.initLimit));
    void worker.terminate();
  }, options.initLimit).unref();
  void ready.promise.then(() => clearTimeout(slow));
  return {
    log,
    ready: ready.promise,
    get alive() {
      return alive;
    },
    invoke(invocation) {
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          lost(timedOut(invocation));
          void worker.terminate();
        }, invocation.timeout);
        settle = (outcome) => {
          clearTimeout(timer);
          resolve(outcome);
        };
        current = invocation;
        if (alive) worker.postMessage(invocation);
        else finish({ failure: exited(1, invocation) });
      });
    },
    async close() {
      alive = false;
      await worker.terminate();
    },
  };
}

function timedOut(invocation: Invocation): Failure {
  const seconds = (invocation.timeout / 1000).toFixed(2);
  return failure('Sandbox.Timedout', `Task timed out after ${seconds} seconds`, invocation);
}

function initTimedOut(limit: number): Failure {
  return failure(
    'Sandbox.Timedout',
    `Init timed out: the handler was not loaded after ${(limit / 1000).toFixed(2)} seconds`,
  );
}

/** Node ends a thread whose heap is full; Lambda kills the process. */
function crashed(error: Error & { code?: string }, invocation?: Invocation): Failure {
  const reason = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'signal: killed' : `${error.name}: ${error.message}`;
  return failure('Runtime.ExitError', `Runtime exited with error: ${reason}`, invocation);
}

function exited(code: number, invocation?: Invocation): Failure {
  const reason = code === 0 ? 'without providing a reason' : `with error: exit status ${code}`;
  return failure('Runtime.ExitError', `Runtime exited ${reason}`, invocation);
}

function failure(errorType: string, message: string, invocation?: Invocation): Failure {
  return { errorType, errorMessage: `${invocation ? `RequestId: ${invocation.requestId} ` : ''}Error: ${message}` };
}
