import { edgesOf } from '../graph.ts';
import type { Scope } from '../model.ts';
import type { Rule } from '../rule.ts';
import type { Step } from '../schema.ts';

/** Step Functions ends an execution after 25,000 events, so a way back without a bound ends a run at some day. */
export const unboundedLoop: Rule = {
  code: 'unbounded-loop',
  severity: 'error',
  *check({ scopes }) {
    for (const scope of scopes) {
      for (const [step, to] of waysBack(scope)) {
        const message = `'${step.id}' leads back to '${to}': nothing bounds how often`;
        yield {
          message,
          path: [...scope.path, scope.steps.indexOf(step), ...memberOf(step, to)],
          fix: 'lead forwards; a loop needs a bound',
        };
      }
    }
  },
};

/** Edges that close a cycle, found by walking depth first without recursion, as files may be long. */
function* waysBack(scope: Scope): Generator<[step: Step, to: string]> {
  const byId = new Map([...scope.steps].reverse().map((step) => [step.id, step]));
  const state = new Map<Step, 'open' | 'closed'>();
  for (const start of scope.steps) {
    const stack: { step: Step; edges: string[] }[] = [];
    const enter = (step: Step) => {
      state.set(step, 'open');
      stack.push({ step, edges: edgesOf({ step, scope, path: [] }).map(({ to }) => to) });
    };
    if (!state.has(start)) enter(start);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const to = top.edges.shift();
      const target = to === undefined ? undefined : byId.get(to);
      if (to === undefined) state.set(stack.pop()!.step, 'closed');
      else if (target && state.get(target) === 'open') yield [top.step, to];
      else if (target && !state.has(target)) enter(target);
    }
  }
}

function memberOf(step: Step, to: string): (string | number)[] {
  if (step.kind !== 'choice') return ['next'];
  const index = step.choices.findIndex(({ next }) => next === to);
  return index < 0 ? ['otherwise'] : ['choices', index, 'next'];
}
