import type { Json, State, States } from './types.ts';

interface Flow {
  StartAt: string;
  States: States;
}

/** Without the states that nothing leads to, which AWS refuses: the end of a branch whose steps end it, a handler of what cannot fail. */
export function reachable<M extends Flow>(machine: M): M {
  const reached = new Set([machine.StartAt]);
  for (const name of reached) for (const next of targetsOf(machine.States[name]!)) reached.add(next);
  const kept = Object.entries(machine.States).filter(([name]) => reached.has(name));
  return { ...machine, States: Object.fromEntries(kept.map(([name, state]) => [name, within(state)])) };
}

function within(state: State): State {
  if (state.Branches)
    return { ...state, Branches: (state.Branches as unknown as Flow[]).map(reachable) as unknown as Json };
  if (!state.ItemProcessor) return state;
  return { ...state, ItemProcessor: reachable(state.ItemProcessor as unknown as Flow) as unknown as Json };
}

function targetsOf({ Next, Default, Choices, Catch }: State): string[] {
  const rules = [...((Choices ?? []) as { Next: string }[]), ...((Catch ?? []) as { Next: string }[])];
  return [Next, Default, ...rules.map((rule) => rule.Next)].filter((next): next is string => typeof next === 'string');
}
