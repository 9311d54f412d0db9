/** What the region and the thread of an execution environment say to each other. */

export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';

/** Given to the thread when it starts. */
export interface Setup {
  /** Folder of the function's code, `/var/task` on AWS. */
  root: string;
  /** `file.export` */
  handler: string;
  runtime: string;
  logFormat: 'Text' | 'JSON';
  /** Lines below it are dropped, in JSON format only. */
  logLevel: LogLevel;
  /** Time of the region at the start, in milliseconds. */
  now: number;
  context: {
    functionName: string;
    functionVersion: string;
    memoryLimitInMB: string;
    logGroupName: string;
    logStreamName: string;
  };
}

/** One invocation, region to thread. */
export interface Invocation {
  requestId: string;
  /** JSON text. */
  payload: string;
  functionArn: string;
  traceId: string;
  /** Time of the region in milliseconds; a virtual clock may stand anywhere. */
  now: number;
  /** Milliseconds until the region ends the invocation. */
  timeout: number;
  /** JSON text of the caller's client context. */
  clientContext?: string;
}

/** An error as the payload of a failed invocation shows it. */
export interface Failure {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

/** Thread to region. */
export type Message =
  | { kind: 'ready' }
  | { kind: 'broken'; failure: Failure }
  | { kind: 'log'; line: string; time: number }
  | { kind: 'done'; payload: string }
  | { kind: 'failed'; failure: Failure };
