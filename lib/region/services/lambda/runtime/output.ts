import { format } from 'node:util';
import type { Setup } from './messages.ts';

/** Where a line goes: to the log of the function, with the region's time of writing. */
export type WriteLine = (line: string) => void;

const LEVELS = { log: 'INFO', info: 'INFO', debug: 'DEBUG', trace: 'TRACE', warn: 'WARN', error: 'ERROR' } as const;

const ORDER = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

type Format = Pick<Setup, 'logFormat' | 'logLevel'>;

/**
 * Sends the thread's console, stdout and stderr to `write`, line by line, in the format of Lambda's Node.js runtime:
 * `time⇥request⇥LEVEL⇥message`, or one JSON object a line.
 */
export function captureOutput(write: WriteLine, { logFormat, logLevel }: Format, requestId: () => string): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...args: unknown[]) => {
      const timestamp = new Date().toISOString();
      if (logFormat === 'Text') return write(`${timestamp}\t${requestId()}\t${level}\t${format(...args)}`);
      if (ORDER.indexOf(level) < ORDER.indexOf(logLevel)) return;
      write(JSON.stringify({ timestamp, level, requestId: requestId(), ...jsonMessage(args) }));
    };
  }
  captureStream(process.stdout, write);
  captureStream(process.stderr, write);
}

/** In JSON format a single object stays an object, and an error shows its parts. */
function jsonMessage(args: unknown[]): object {
  const error = args.find((arg) => arg instanceof Error);
  const message = args.length === 1 && typeof args[0] === 'object' && !error ? args[0] : format(...args);
  if (!error) return { message };
  const { name, message: errorMessage, stack } = error;
  return { message, errorType: name, errorMessage, stackTrace: stack?.split('\n') };
}

function captureStream(stream: NodeJS.WriteStream, write: WriteLine): void {
  stream.write = ((chunk: string | Uint8Array, encoding?: unknown, done?: unknown) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    for (const line of text.replace(/\n$/, '').split('\n')) write(line);
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') callback();
    return true;
  }) as typeof stream.write;
}
