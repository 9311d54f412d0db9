/** The log stream of an execution environment, written to the `logs` service as the function's role. */
import { AwsError, type Region } from '../../../service.ts';
import type { FunctionVersion } from '../functions.ts';

export interface LogStream {
  readonly name: string;
  /** `time` in milliseconds; 0 means now. */
  write(message: string, time?: number): void;
  /** Lines since the last call, for `LogType: Tail`; starts anew. */
  tail(): string[];
  /** Sends what has gathered. Never rejects: a function runs on when its log cannot be written. */
  flush(): Promise<void>;
}

/** Lines wait so long for others, in milliseconds, before they are sent without an end of an invocation. */
const GATHER_MS = 250;

export function logStream(region: Region, fn: FunctionVersion): LogStream {
  const day = new Date(region.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  const name = `${day}/[${fn.version}]${region.id(16)}`;
  const send = sender(region, fn, name);
  let lines: { message: string; timestamp: number }[] = [];
  let recent: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const batch = lines;
    lines = [];
    return batch.length ? send(batch) : Promise.resolve();
  };
  return {
    name,
    flush,
    write(message, time = 0) {
      lines.push({ message, timestamp: time || region.clock.now() });
      recent.push(message);
      timer ??= setTimeout(() => void flush(), GATHER_MS).unref();
    },
    tail() {
      const taken = recent;
      recent = [];
      return taken;
    },
  };
}

/** Batches follow each other; the first makes the stream, and the group if need be. */
function sender(region: Region, fn: FunctionVersion, logStreamName: string) {
  const logGroupName = fn.logGroup;
  const call = (operation: string, input: object = {}) =>
    region.call(region.role(fn.role), 'logs', operation, { logGroupName, ...input });
  const create = async () => {
    const stream = () => call('CreateLogStream', { logStreamName }).catch(unless('ResourceAlreadyExistsException'));
    await stream().catch(async (error) => {
      if (!(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') throw error;
      await call('CreateLogGroup').catch(unless('ResourceAlreadyExistsException'));
      await stream();
    });
  };
  let created: Promise<void> | undefined;
  let turn = Promise.resolve();
  let complained = false;
  return (logEvents: object[]): Promise<void> => {
    const put = async () => {
      created ??= create();
      await created;
      await call('PutLogEvents', { logStreamName, logEvents });
    };
    turn = turn.then(put).catch((error: Error) => {
      if (!complained) region.log('warn', `The log of ${fn.name} is lost: ${error.message}`, { logGroupName });
      complained = true;
    });
    return turn;
  };
}

const unless = (code: string) => (error: Error) => {
  if (!(error instanceof AwsError) || error.code !== code) throw error;
};
