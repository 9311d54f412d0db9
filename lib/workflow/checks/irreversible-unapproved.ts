import { effectOf } from '../effects.ts';
import { completedIn } from '../known.ts';
import { type Model, toolOf } from '../model.ts';
import type { Rule } from '../rule.ts';
import type { Place } from '../scopes.ts';

/** What can be neither taken back nor safely repeated is done only after a person has said yes. */
export const irreversibleUnapproved: Rule = {
  code: 'irreversible-unapproved',
  severity: 'error',
  *check(model) {
    for (const place of model.places) {
      const { step, path } = place;
      if (!isFinal(place, model) || isApproved(place, model)) continue;
      const message = `'${step.id}' can be neither taken back nor safely repeated, and one way to it passes no approval`;
      const fix = "put an approval before it on every way, or give the tool an 'idempotency'";
      yield { message, path: [...path, step.kind], fix };
    }
  },
};

function isFinal({ step }: Place, { workflow }: Model): boolean {
  if (step.kind !== 'tool' || step.compensate) return false;
  const tool = toolOf(workflow, step.tool);
  return tool !== undefined && effectOf(tool) === 'irreversible' && tool.idempotency === undefined;
}

/** An approval that was refused fails, so one that has completed was given. */
function isApproved(place: Place, model: Model): boolean {
  const { before, bit } = completedIn(model);
  const known = before.get(place);
  const approvals = model.places.filter(({ step }) => step.kind === 'approval');
  return !known || approvals.some(({ step }) => (known.always & bit(step.id)) !== 0n);
}
