/** Runs invocations: finds or starts an environment, keeps the limits of Lambda and writes the log around it. */
import { AwsError, type Region } from '../../../service.ts';
import type { FunctionVersion } from '../functions.ts';
import type { Failure, Invocation } from '../runtime/messages.ts';
import { type Environment, type Outcome, openEnvironment } from './environment.ts';
import { logStream } from './logs.ts';
import { type Pool, stopping } from './pool.ts';
import { ended, started } from './report.ts';
import { variables } from './variables.ts';

export interface Request {
  fn: FunctionVersion;
  /** As the caller named it; handlers see it. */
  arn: string;
  /** JSON text. */
  payload: string;
  requestId: string;
  clientContext?: string | undefined;
}

export interface Result {
  payload: string;
  /** Present when the payload is an error. */
  functionError?: 'Unhandled';
  version: string;
  /** Lines of the log. */
  log: string[];
}

/** Rejects only with `TooManyRequestsException`; errors of the function are results. */
export type Execute = (request: Request) => Promise<Result>;

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB and the room of an envelope. */
const LARGEST_RESPONSE = 6_291_556;

/** Lambda gives ten seconds; a laptop that runs a whole region on few cores gets more. */
const INIT_LIMIT = 30_000;

export function executor(region: Region, environments: Pool): Execute {
  const running = new Map<string, number>();
  const count = (name: string, by: number) => running.set(name, (running.get(name) ?? 0) + by);
  return async (request) => {
    const { name, reservedConcurrency = Number.POSITIVE_INFINITY } = request.fn;
    if ((running.get(name) ?? 0) >= reservedConcurrency) throw tooMany();
    count(name, 1);
    try {
      return await execute(region, environments, request);
    } finally {
      count(name, -1);
    }
  };
}

async function execute(region: Region, environments: Pool, request: Request): Promise<Result> {
  const { fn, requestId } = request;
  const asked = performance.now();
  const { environment, cold, release } = await environments.acquire(environmentKey(fn), () => open(region, fn));
  const { log } = environment;
  try {
    const broken = await environment.ready;
    // A handler acts outside of the region, where nothing can be taken back.
    await region.store.durable();
    const begun = performance.now();
    log.write(started(fn, requestId));
    const outcome = broken ? { failure: broken } : await environment.invoke(invocation(region, request));
    if (environments.closed) throw stopping();
    const duration = performance.now() - begun;
    const timing = { duration, ...(cold && { init: begun - asked }) };
    const failure = failureOf(outcome);
    for (const line of ended(fn, requestId, new Date(region.clock.now()), timing, failure)) log.write(line);
    return resultOf(fn, outcome, failure, log.tail());
  } finally {
    release();
    void region.clock.busy(() => log.flush());
  }
}

/** Begins with the function's name, so that all of its environments can be retired. */
export function environmentKey(fn: FunctionVersion): string {
  return `${fn.name}:${fn.version}:${fn.revisionId}`;
}

function open(region: Region, fn: FunctionVersion): Environment {
  const log = logStream(region, fn);
  const setup = {
    root: fn.code,
    handler: fn.handler,
    runtime: fn.runtime,
    logFormat: fn.logFormat,
    logLevel: fn.logLevel,
    now: region.clock.now(),
    context: {
      functionName: fn.name,
      functionVersion: fn.version,
      memoryLimitInMB: String(fn.memorySize),
      logGroupName: fn.logGroup,
      logStreamName: log.name,
    },
  };
  return openEnvironment({
    setup,
    env: variables(region, fn, log.name),
    memory: fn.memorySize,
    initLimit: Math.max(INIT_LIMIT, fn.timeout * 1000),
    dataDir: region.dataDir,
    log,
  });
}

function invocation(region: Region, { fn, arn, payload, requestId, clientContext }: Request): Invocation {
  const now = region.clock.now();
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0');
  const traceId = `Root=1-${seconds}-${region.id(12)};Parent=${region.id(8)};Sampled=0`;
  const timeout = fn.timeout * 1000;
  return { requestId, payload, functionArn: arn, traceId, now, timeout, ...(clientContext && { clientContext }) };
}

function failureOf(outcome: Outcome): Failure | undefined {
  if ('failure' in outcome) return outcome.failure;
  if (Buffer.byteLength(outcome.payload) <= LARGEST_RESPONSE) return undefined;
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${LARGEST_RESPONSE} bytes).`;
  return { errorType: 'Function.ResponseSizeTooLarge', errorMessage };
}

function resultOf(fn: FunctionVersion, outcome: Outcome, failure: Failure | undefined, log: string[]): Result {
  if (failure) return { payload: JSON.stringify(failure), functionError: 'Unhandled', version: fn.version, log };
  return { payload: 'payload' in outcome ? outcome.payload : 'null', version: fn.version, log };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
function tooMany(): AwsError {
  const Reason = 'ReservedFunctionConcurrentInvocationLimitExceeded';
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, { Reason, Type: 'User' });
}
