/**
 * Asynchronous invocations, kept in the store until they have ended, so that a kill loses none. Errors of the function
 * are tried again after one minute, then two; throttling with growing pauses until the event is too old.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
import { type Records, records } from '../../../records.ts';
import { AwsError, type Region } from '../../../service.ts';
import type { Execute, Result } from '../execution/execute.ts';
import type { Functions, FunctionVersion } from '../functions.ts';
import { deliver } from './destination.ts';
import { type EventInvokeConfigs, settingsOf } from './settings.ts';

/** An event that waits for its invocation. */
export interface AsyncEvent {
  requestId: string;
  arn: string;
  /** JSON text. */
  payload: string;
  /** Invocations so far. */
  attempts: number;
  throttles: number;
  /** Milliseconds since the epoch. */
  accepted: number;
  due: number;
}

export interface AsyncQueue {
  add(event: Pick<AsyncEvent, 'requestId' | 'arn' | 'payload'>): void;
  /** Takes up what the store holds. */
  start(): void;
  stop(): void;
}

const MINUTE = 60_000;
const LONGEST_PAUSE = 5 * MINUTE;

export function asyncQueue(
  region: Region,
  functions: Functions,
  configs: EventInvokeConfigs,
  execute: Execute,
): AsyncQueue {
  const events: Records<AsyncEvent> = records<AsyncEvent>(region.store, 'lambda_async');
  const timers = new Map<string, () => void>();
  let stopped = false;

  const schedule = (event: AsyncEvent) => {
    events.put(event.requestId, event);
    arm(event);
  };
  const arm = (event: AsyncEvent) => {
    if (stopped) return;
    const fire = () => void region.clock.busy(() => run(event)).catch((error) => lost(event, error));
    timers.set(event.requestId, region.clock.at(event.due, fire));
  };
  const lost = (event: AsyncEvent, error: Error) => {
    if (!stopped)
      region.log('error', `Asynchronous invocation ${event.requestId} stopped: ${error.message}`, { arn: event.arn });
  };
  const run = async (event: AsyncEvent) => {
    timers.delete(event.requestId);
    const fn = functions.resolve(functions.parse(event.arn));
    const settings = settingsOf(configs, functions, event.arn);
    if (region.clock.now() - event.accepted > settings.maximumAge * 1000) return end(event, fn, 'EventAgeExceeded');
    try {
      const result = await execute({ fn, arn: event.arn, payload: event.payload, requestId: event.requestId });
      if (stopped) return;
      await settle({ ...event, attempts: event.attempts + 1 }, fn, result, settings.maximumRetries);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'TooManyRequestsException') throw error;
      const pause = Math.min(LONGEST_PAUSE, 1000 * 2 ** event.throttles);
      schedule({ ...event, throttles: event.throttles + 1, due: region.clock.now() + pause });
    }
  };
  const settle = async (event: AsyncEvent, fn: FunctionVersion, result: Result, maximumRetries: number) => {
    if (!result.functionError) return end(event, fn, 'Success', result);
    if (event.attempts > maximumRetries) return end(event, fn, 'RetriesExhausted', result);
    schedule({ ...event, due: region.clock.now() + event.attempts * MINUTE });
  };
  /** The event leaves the store only after its destination has it. */
  const end = async (event: AsyncEvent, fn: FunctionVersion, condition: Condition, result?: Result) => {
    await deliver(region, settingsOf(configs, functions, event.arn), { event, fn, condition, result });
    events.delete(event.requestId);
  };
  return {
    add: (event) =>
      schedule({ ...event, attempts: 0, throttles: 0, accepted: region.clock.now(), due: region.clock.now() }),
    start() {
      for (const event of events.list()) arm(event);
    },
    stop() {
      stopped = true;
      for (const cancel of timers.values()) cancel();
    },
  };
}

/** Why an event has ended. */
export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
