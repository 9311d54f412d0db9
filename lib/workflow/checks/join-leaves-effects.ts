import { effectOf } from '../effects.ts';
import { type Model, toolOf } from '../model.ts';
import type { Path } from '../problem.ts';
import type { Rule } from '../rule.ts';
import type { Step } from '../schema.ts';
import { type Place, placesBelow } from '../scopes.ts';

/**
 * A join that does not wait for all stops the other branches wherever they are. What they have done by then is nobody's
 * to take back, so they may hold only what leaves nothing; and it must be possible that enough of them come.
 */
export const joinLeavesEffects: Rule = {
  code: 'join-leaves-effects',
  severity: 'error',
  *check(model) {
    for (const { step, path, inner } of model.places) {
      if (step.kind !== 'parallel' || step.join === 'all') continue;
      const [need, of] = [typeof step.join === 'object' ? step.join.need : 1, step.branches.length];
      if (need > of) {
        const message = `needs ${need} branches, and there are ${of}`;
        yield { message, path: [...path, 'join', 'need'], fix: `need ${of} at most, or wait for 'all'` };
      }
      for (const place of inner.flatMap(placesBelow)) {
        const why = leftBy(place.step, model);
        if (!why) continue;
        const message = `'${place.step.id}' ${why}, and a branch of '${step.id}' may be stopped anywhere`;
        yield { message, path: keyOf(place), fix: `put it behind '${step.id}', or let that join 'all'` };
      }
    }
  },
};

const keyOf = ({ step, path }: Place): Path => [
  ...path,
  step.kind === 'tool' || step.kind === 'workflow' ? step.kind : 'kind',
];

/** What a step leaves behind that somebody would have to take back. */
function leftBy(step: Step, { workflow }: Model): string | undefined {
  if (step.kind === 'emit') return 'tells others something that is not taken back';
  if (step.kind === 'workflow')
    return LEAVING.has(step.effect ?? 'reversible') ? 'starts a run that changes something' : undefined;
  const tool = step.kind === 'tool' ? toolOf(workflow, step.tool) : undefined;
  return tool && LEAVING.has(effectOf(tool)) ? 'changes something' : undefined;
}

const LEAVING = new Set(['reversible', 'irreversible']);
