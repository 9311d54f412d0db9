/** The lines that Lambda itself writes around an invocation, in the log format of the function. */
import type { FunctionVersion } from '../functions.ts';
import type { Failure } from '../runtime/messages.ts';

export interface Timing {
  /** Milliseconds. */
  duration: number;
  /** Milliseconds of a cold start. */
  init?: number;
}

export function started({ logFormat, version }: FunctionVersion, requestId: string): string {
  if (logFormat === 'Text') return `START RequestId: ${requestId} Version: ${version}`;
  return JSON.stringify({ type: 'platform.start', record: { requestId, version } });
}

/** END and REPORT. Memory in use is not measured: the threads of a region share one process. */
export function ended(
  fn: FunctionVersion,
  requestId: string,
  time: Date,
  timing: Timing,
  failure: Failure | undefined,
): string[] {
  const billed = Math.ceil(timing.duration);
  if (fn.logFormat === 'JSON') return [jsonReport(fn, requestId, time, timing, failure)];
  const init = timing.init === undefined ? '' : `\tInit Duration: ${timing.init.toFixed(2)} ms`;
  return [
    ...(failure && isOutside(failure) ? [`${time.toISOString()} ${requestId} ${reason(failure)}`] : []),
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${timing.duration.toFixed(2)} ms\tBilled Duration: ${billed} ms\t` +
      `Memory Size: ${fn.memorySize} MB${init}`,
  ];
}

function jsonReport(fn: FunctionVersion, requestId: string, time: Date, timing: Timing, failure?: Failure): string {
  const metrics = {
    durationMs: Number(timing.duration.toFixed(3)),
    billedDurationMs: Math.ceil(timing.duration),
    memorySizeMB: fn.memorySize,
    ...(timing.init !== undefined && { initDurationMs: Number(timing.init.toFixed(3)) }),
  };
  const status = failure?.errorType === 'Sandbox.Timedout' ? 'timeout' : failure ? 'error' : 'success';
  const errorType = failure && { errorType: failure.errorType };
  return JSON.stringify({
    time: time.toISOString(),
    type: 'platform.report',
    record: { requestId, metrics, status, ...errorType },
  });
}

/** Errors that the handler's own log cannot show, since its thread has ended. */
const isOutside = ({ errorType }: Failure) => /^(Sandbox|Runtime\.(ExitError|NodeJsExit))/.test(errorType);

const reason = ({ errorMessage }: Failure) => errorMessage.replace(/^(RequestId: \S+ )?Error: /, '');
