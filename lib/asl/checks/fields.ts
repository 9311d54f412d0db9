import type { Diagnostic } from '../diagnostic.ts';
import { schemaError } from '../diagnostic.ts';
import type { State, StateMachine, StateType } from '../types.ts';
import { isObject } from '../types.ts';
import { statesIn } from './walk.ts';

const TYPES: readonly StateType[] = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map'];

/** Fields that only some types have. */
const ONLY: Partial<Record<keyof State, readonly StateType[]>> = {
  TimeoutSeconds: ['Task'],
  HeartbeatSeconds: ['Task'],
  Catch: ['Task', 'Parallel', 'Map'],
  Retry: ['Task', 'Parallel', 'Map'],
};

/** At most one of each pair. */
const EXCLUSIVE = [
  'TimeoutSeconds',
  'HeartbeatSeconds',
  'MaxConcurrency',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
] as const;

/** Types and fields of states, in AWS's words. */
export const fields = (definition: StateMachine): Diagnostic[] =>
  statesIn(definition).flatMap(({ state, location }) => {
    if (!TYPES.includes(state.Type)) return [unknownType(location)];
    return [
      ...unsupported(state, location),
      ...exclusive(state, location),
      ...limits(state, location),
      ...empty(state, location),
    ];
  });

const unknownType = (location: string): Diagnostic =>
  schemaError(`The field 'Type' should have one of these values: [${TYPES.join(', ')}]`, `${location}/Type`);

const unsupported = (state: State, location: string): Diagnostic[] =>
  Object.entries(ONLY)
    .filter(([field, types]) => field in state && !types.includes(state.Type))
    .map(([field]) => schemaError(`Field '${field}' is not supported`, location));

const exclusive = (state: State, location: string): Diagnostic[] =>
  EXCLUSIVE.filter((field) => field in state && `${field}Path` in state).map((field) =>
    schemaError(`There should only be one of the following fields: [${field}, ${field}Path]`, location),
  );

function limits(state: State, location: string): Diagnostic[] {
  const { MaxConcurrency, ToleratedFailureCount, ToleratedFailurePercentage } = state;
  const below = Object.entries({ MaxConcurrency, ToleratedFailureCount })
    .filter(([, value]) => typeof value === 'number' && value < 0)
    .map(([field]) => schemaError('Minimum value is 0', `${location}/${field}`));
  if (typeof ToleratedFailurePercentage !== 'number') return below;
  const place = `${location}/ToleratedFailurePercentage`;
  if (ToleratedFailurePercentage < 0) return [...below, schemaError('Minimum value is 0.0', place)];
  return ToleratedFailurePercentage > 100 ? [...below, schemaError('Maximum value is 100.0', place)] : below;
}

function empty(state: State, location: string): Diagnostic[] {
  const lists = ['Branches', 'Choices'] as const;
  const none = lists.filter((field) => Array.isArray(state[field]) && state[field].length === 0);
  const machines = (state.Branches ?? []).filter(
    (branch) => isObject(branch.States) && !Object.keys(branch.States).length,
  );
  return [
    ...none.map((field) => schemaError('Value cannot be empty', `${location}/${field}`)),
    ...machines.map(() => schemaError('Value cannot be empty', `${location}/Branches/States`)),
  ];
}
