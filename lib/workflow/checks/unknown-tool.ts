import type { Model } from '../model.ts';
import type { Path } from '../problem.ts';
import type { Rule } from '../rule.ts';
import type { Place } from '../scopes.ts';
import { suggestion } from '../suggest.ts';

/** Steps and compensations call tools that the file declares. */
export const unknownTool: Rule = {
  code: 'unknown-tool',
  severity: 'error',
  *check(model) {
    const { tools } = model.workflow;
    for (const { name, path } of toolUses(model)) {
      if (Object.hasOwn(tools, name)) continue;
      const fix = suggestion(name, Object.keys(tools)) ?? `declare it under 'tools'`;
      yield { message: `there is no tool '${name}'`, path, fix };
    }
  },
};

/** Every place that names a tool. */
export function toolUses({ places }: Model): { name: string; path: Path; place: Place; undoes: boolean }[] {
  return places.flatMap((place) => {
    const { step, path } = place;
    const own = step.kind === 'tool' ? [{ name: step.tool, path: [...path, 'tool'], place, undoes: false }] : [];
    const compensate = 'compensate' in step ? step.compensate : undefined;
    const back = compensate && { name: compensate.tool, path: [...path, 'compensate', 'tool'], place, undoes: true };
    return back ? [...own, back] : own;
  });
}
