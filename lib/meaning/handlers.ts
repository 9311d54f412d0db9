import { isAmong } from './problem.ts';

/**
 * The handler that takes an error: the first that names it, then the one for any. `Paused` waits for a person and is
 * taken only by name, so that nothing is undone meanwhile.
 */
export function handlerOf<H extends { errors: 'any' | string[] }>(
  error: string,
  handlers: readonly H[],
): H | Waiting | undefined {
  const named = handlers.find(({ errors }) => errors !== 'any' && isAmong(error, errors));
  if (named) return named;
  return error === 'Paused' ? PAUSED : handlers.find(({ errors }) => errors === 'any');
}

interface Waiting {
  undo: boolean;
  outcome: 'exception';
}
const PAUSED: Waiting = { undo: false, outcome: 'exception' };
