import type { Json, State, States } from '../types.ts';

/** A way out of a state, to another one or to the end. */
export interface Way {
  to: string | undefined;
  /** The state has failed, all retries included. */
  isCaught: boolean;
}

/** Where a state may go. A Fail state, and one that ends its machine, lead to the end. */
export function waysOf(state: State): Way[] {
  const caught = list(state.Catch).map(({ Next }) => ({ to: String(Next), isCaught: true }));
  const targets =
    state.Type === 'Choice' ? [...list(state.Choices).map(({ Next }) => Next), state.Default] : [state.Next];
  const onwards = targets.map((to) => ({ to: to === undefined ? undefined : String(to), isCaught: false }));
  return unique([...onwards, ...caught]);
}

/** The ways of all states. */
export type Ways = ReadonlyMap<string, readonly Way[]>;

export const waysIn = (states: States): Ways =>
  new Map(Object.entries(states).map(([name, state]) => [name, waysOf(state)]));

/** The ways on which a machine can still end other than in a Fail state; empty where there is none from its start. */
export function goodWaysIn(states: States): Ways {
  const all = waysIn(states);
  const good = endingWell(states, all);
  return new Map([...good].map((name) => [name, all.get(name)!.filter(({ to }) => to === undefined || good.has(to))]));
}

/** States from which an end that is no failure can be reached: backwards from those ends. */
function endingWell(states: States, all: Ways): Set<string> {
  const before = new Map<string, string[]>();
  for (const [name, ways] of all)
    for (const { to } of ways) if (to !== undefined) before.set(to, [...(before.get(to) ?? []), name]);
  const isEnd = (name: string) => states[name]!.Type !== 'Fail' && all.get(name)!.some(({ to }) => to === undefined);
  const good = new Set([...all.keys()].filter(isEnd));
  for (const name of good) for (const previous of before.get(name) ?? []) good.add(previous);
  return good;
}

const unique = (ways: readonly Way[]): Way[] => [
  ...new Map(ways.map((way) => [`${way.to} ${way.isCaught}`, way])).values(),
];

/** A member of a state that is a list of objects. */
export const list = (value: Json | undefined): { [key: string]: Json }[] =>
  Array.isArray(value) ? (value as { [key: string]: Json }[]) : [];

/** States that lie on a common cycle, in an order in which what comes first is never reached from what comes later. */
export function components(
  ways: Ways,
  from: string,
  within: ReadonlySet<string>,
  closed: ReadonlySet<string>,
): string[][] {
  const found = new Map<string, { index: number; low: number; isOpen: boolean }>();
  const stack: string[] = [];
  const result: string[][] = [];
  // Depth first with a stack of our own, as a workflow may be long (Tarjan 1972).
  const work: { name: string; targets: string[] }[] = [];
  const enter = (name: string) => {
    found.set(name, { index: found.size, low: found.size, isOpen: true });
    stack.push(name);
    work.push({ name, targets: targetsOf(ways.get(name)!, within, closed) });
  };
  enter(from);
  while (work.length > 0) {
    const { name, targets } = work.at(-1)!;
    const own = found.get(name)!;
    const to = targets.pop();
    if (to === undefined) {
      work.pop();
      const parent = work.at(-1) && found.get(work.at(-1)!.name)!;
      if (parent) parent.low = Math.min(parent.low, own.low);
      if (own.low === own.index) result.push(takeComponent(name, stack, found));
    } else if (!found.has(to)) enter(to);
    else if (found.get(to)!.isOpen) own.low = Math.min(own.low, found.get(to)!.index);
  }
  return result.reverse();
}

function takeComponent(name: string, stack: string[], found: Map<string, { isOpen: boolean }>): string[] {
  const members = stack.splice(stack.indexOf(name));
  for (const member of members) found.get(member)!.isOpen = false;
  return members;
}

const targetsOf = (ways: readonly Way[], within: ReadonlySet<string>, closed: ReadonlySet<string>): string[] =>
  ways.flatMap(({ to }) => (to !== undefined && within.has(to) && !closed.has(to) ? [to] : []));
