import type { Model } from '../model.ts';
import type { Finding, Path } from '../problem.ts';
import type { Rule } from '../rule.ts';
import type { Place } from '../scopes.ts';
import { suggestion } from '../suggest.ts';

/** `next` leads to a step of the same list: a branch or an error handler can be neither entered nor left. */
export const unknownNext: Rule = {
  code: 'unknown-next',
  severity: 'error',
  *check(model) {
    for (const place of model.places) {
      for (const [next, path] of targetsOf(place)) {
        if (next === 'end' || place.scope.byId.has(next)) continue;
        yield finding(next, path, place, model);
      }
    }
  },
};

function* targetsOf({ step, path }: Place): Generator<[next: string, path: Path]> {
  if (step.kind !== 'choice') {
    if (step.next !== undefined) yield [step.next, [...path, 'next']];
    return;
  }
  for (const [index, { next }] of step.choices.entries()) yield [next, [...path, 'choices', index, 'next']];
  yield [step.otherwise, [...path, 'otherwise']];
}

function finding(next: string, path: Path, { scope }: Place, { byId }: Model): Finding {
  if (byId.has(next)) {
    const message = `'${next}' stands in another list of steps; the flow can neither enter nor leave a branch or an error handler`;
    return { message, path, fix: "lead to a step of the same list, or to 'end'" };
  }
  const fix = suggestion(next, [...scope.byId.keys(), 'end']);
  return { message: `there is no step '${next}'`, path, ...(fix && { fix }) };
}
