import type { Diagnostic } from '../diagnostic.ts';
import type { State, StateMachine } from '../types.ts';
import type { LocatedMachine } from './walk.ts';
import { machinesIn } from './walk.ts';

/** Every transition has a target, every state can be reached, and every machine can end. */
export const graph = (definition: StateMachine): Diagnostic[] => machinesIn(definition).flatMap(checkMachine);

function checkMachine({ machine, location }: LocatedMachine): Diagnostic[] {
  const { States, StartAt } = machine;
  if (typeof States !== 'object' || !(StartAt in States)) return missingStart(machine, location);
  const dangling = Object.entries(States).flatMap(([name, state]) =>
    targets(state)
      .filter(({ next }) => !(next in States))
      .map(({ next, field }) =>
        error('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${next}`, `${location}/States/${name}/${field}`),
      ),
  );
  if (!Object.values(States).some(ends))
    return [...dangling, error('MISSING_END_STATE', 'Workflow has no terminal state')];
  return [...dangling, ...unreachable(machine, location)];
}

const error = (code: string, message: string, location?: string): Diagnostic => ({
  severity: 'ERROR',
  code,
  message,
  ...(location !== undefined && { location }),
});

const missingStart = ({ States, StartAt }: StateMachine, location: string): Diagnostic[] =>
  typeof States === 'object' && typeof StartAt === 'string'
    ? [error('MISSING_TRANSITION_TARGET', `Missing 'StartAt' target: ${StartAt}`, `${location}/StartAt`)]
    : [];

const ends = ({ Type, End }: State): boolean => End === true || Type === 'Succeed' || Type === 'Fail';

/** Where a state may go on to, and the field that says so. */
function targets({ Next, Default, Choices, Catch }: State): { next: string; field: string }[] {
  const list = (entries: unknown, field: string) =>
    (Array.isArray(entries) ? entries : []).map((entry: { Next?: string }, index) => ({
      next: entry.Next,
      field: `${field}[${index}]/Next`,
    }));
  const all = [
    { next: Next, field: 'Next' },
    { next: Default, field: 'Default' },
    ...list(Choices, 'Choices'),
    ...list(Catch, 'Catch'),
  ];
  return all.filter((target): target is { next: string; field: string } => typeof target.next === 'string');
}

function unreachable({ States, StartAt }: StateMachine, location: string): Diagnostic[] {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name) || !(name in States)) return;
    reached.add(name);
    for (const { next } of targets(States[name] as State)) visit(next);
  };
  visit(StartAt);
  return Object.keys(States)
    .filter((name) => !reached.has(name))
    .map((name) =>
      error('MISSING_TRANSITION_TARGET', `State "${name}" is not reachable.`, `${location}/States/${name}`),
    );
}
