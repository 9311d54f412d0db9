import { edgesOf } from '../graph.ts';
import type { Path } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { type Place, type Scope, withInner } from '../scopes.ts';

/** Step Functions ends an execution after 25,000 events, so a way back without a bound ends a run at some day. */
export const unboundedLoop: Rule = {
  code: 'unbounded-loop',
  severity: 'error',
  *check({ scopes }) {
    for (const [place, to] of scopes.flatMap(withInner).flatMap((scope) => [...waysBack(scope)])) {
      const message = `'${place.step.id}' leads back to '${to}': nothing bounds how often`;
      yield {
        message,
        path: [...place.path, ...memberOf(place, to)],
        fix: "lead forwards, or put the steps into a step of kind 'loop', which has a bound",
      };
    }
  },
};

/** Edges that close a cycle, found by walking depth first, without recursion, as files may be long. */
function* waysBack({ places, byId }: Scope): Generator<[place: Place, to: string]> {
  const state = new Map<Place, 'open' | 'closed'>();
  const stack: { place: Place; edges: string[] }[] = [];
  const enter = (place: Place) => {
    state.set(place, 'open');
    stack.push({ place, edges: edgesOf(place).map(({ to }) => to) });
  };
  for (const start of places) {
    if (!state.has(start)) enter(start);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const to = top.edges.shift();
      const target = to === undefined ? undefined : byId.get(to);
      if (to === undefined) state.set(stack.pop()!.place, 'closed');
      else if (target && state.get(target) === 'open') yield [top.place, to];
      else if (target && !state.has(target)) enter(target);
    }
  }
}

function memberOf({ step }: Place, to: string): Path {
  if (step.kind !== 'choice') return ['next'];
  const index = step.choices.findIndex(({ next }) => next === to);
  return index < 0 ? ['otherwise'] : ['choices', index, 'next'];
}
