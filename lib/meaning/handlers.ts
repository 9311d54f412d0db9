import { isAmong } from './problem.ts';

interface Handler {
  errors: 'any' | string[];
  undo: boolean;
}

/** A person must act on these, so that only a handler that names them takes them, and none takes anything back for them. */
const isForAPerson = (error: string): boolean => error === 'Paused' || error === 'UndoFailed';

/** The first handler that names an error, else the one for any. */
export function handlerOf<H extends Handler>(error: string, handlers: readonly H[]): H | undefined {
  const named = handlers.find(({ errors }) => errors !== 'any' && isAmong(error, errors));
  return named ?? (isForAPerson(error) ? undefined : handlers.find(({ errors }) => errors === 'any'));
}

/** Whether what was done is taken back. What no handler takes is. */
export const undoesFor = (handler: Handler | undefined, error: string): boolean =>
  (handler?.undo ?? true) && !isForAPerson(error);
