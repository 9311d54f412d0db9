import type { Finding, Path } from '../problem.ts';
import type { Rule } from '../rule.ts';
import type { Workflow } from '../schema.ts';

type Errors = Workflow['onError'][number]['errors'];

/** The first handler that names an error takes it, so what stands behind it is never asked. */
export const errorHandlerUnreachable: Rule = {
  code: 'error-handler-unreachable',
  severity: 'error',
  *check({ workflow, places }) {
    yield* unreached(workflow.onError, ['onError']);
    for (const { step, path } of places)
      if (step.kind === 'scope') yield* unreached(step.onError, [...path, 'onError']);
  },
};

/** They wait for a person, so `any` does not take them. */
const NOT_ANY = new Set(['Paused', 'UndoFailed']);

function* unreached(handlers: readonly { errors: Errors }[], at: Path): Generator<Finding> {
  const taken = new Map<string, number>();
  for (const [index, { errors }] of handlers.entries()) {
    const path = [...at, index, 'errors'];
    const names = errors === 'any' ? ['any'] : errors;
    const any = taken.get('any');
    if (any !== undefined && !names.some((name) => NOT_ANY.has(name))) {
      yield behindAny(any, path);
      continue;
    }
    for (const [position, name] of names.entries()) yield* behindItself(name, taken, [...path, position]);
    for (const name of names) if (!taken.has(name)) taken.set(name, index);
  }
}

const behindAny = (any: number, path: Path): Finding => ({
  message: `never asked: handler ${any + 1} takes any error`,
  path,
  fix: "move the handler for 'any' to the end",
});

function* behindItself(name: string, taken: ReadonlyMap<string, number>, path: Path): Generator<Finding> {
  const before = taken.get(name) ?? (NOT_ANY.has(name) ? undefined : taken.get('any'));
  if (before === undefined) return;
  yield { message: `'${name}' never comes here: handler ${before + 1} takes it`, path, fix: 'remove one of the two' };
}
