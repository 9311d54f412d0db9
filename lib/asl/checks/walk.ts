import type { QueryLanguage, State, StateMachine } from '../types.ts';
import { isObject } from '../types.ts';

/** A state with its place: `/States/M/ItemProcessor/States/P`. */
export interface Located {
  name: string;
  state: State;
  location: string;
  language: QueryLanguage;
}

/** A state machine inside the definition: the root, a branch, an item processor. */
export interface LocatedMachine {
  machine: StateMachine;
  location: string;
}

/** Every state machine of a definition, outermost first. */
export function machinesIn(machine: StateMachine, location = ''): LocatedMachine[] {
  const inner = Object.entries(statesOf(machine)).flatMap(([name, state]) =>
    innerMachines(state, `${location}/States/${name}`),
  );
  return [{ machine, location }, ...inner];
}

function innerMachines(state: State, location: string): LocatedMachine[] {
  const branches = Array.isArray(state.Branches) ? state.Branches.filter(isMachine) : [];
  const processors = (['ItemProcessor', 'Iterator'] as const).filter((field) => isObject(state[field]));
  return [
    ...branches.flatMap((branch, index) => machinesIn(branch, `${location}/Branches[${index}]`)),
    ...processors.flatMap((field) => machinesIn(state[field] as StateMachine, `${location}/${field}`)),
  ];
}

/** Every state of a definition. Those without a language of their own have that of the whole definition. */
export function statesIn(definition: StateMachine): Located[] {
  const whole = definition.QueryLanguage ?? 'JSONPath';
  return machinesIn(definition).flatMap(({ machine, location }) =>
    Object.entries(statesOf(machine)).map(([name, state]) => ({
      name,
      state,
      location: `${location}/States/${name}`,
      language: state.QueryLanguage ?? whole,
    })),
  );
}

const isMachine = (branch: unknown): branch is StateMachine => isObject(branch);

const statesOf = (machine: StateMachine): Record<string, State> =>
  isObject(machine.States)
    ? Object.fromEntries(Object.entries(machine.States).filter(([, state]) => isObject(state)))
    : {};
