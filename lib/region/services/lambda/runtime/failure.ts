import type { Failure } from './messages.ts';

/**
 * An error in the shape that the Node.js runtime of Lambda answers: `errorType` is the error's name. What is thrown
 * without being an Error is named by its JavaScript type.
 */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

/** An error of the runtime itself, such as `Runtime.ImportModuleError`. */
export function runtimeError(name: string, message: string, cause?: unknown): Error {
  const error = new Error(message, { cause });
  error.name = `Runtime.${name}`;
  return error;
}
