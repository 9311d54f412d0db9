import type { Model } from '../model.ts';
import type { Rule } from '../rule.ts';

/** Harmless, but usually the trace of something that was removed or misspelt. */
export const unusedDeclaration: Rule = {
  code: 'unused-declaration',
  severity: 'warning',
  *check(model) {
    for (const [section, used, what, fix] of sections(model)) {
      for (const name of Object.keys(model.workflow[section])) {
        if (!used.has(name)) yield { message: `${what} '${name}'`, path: [section, name], key: true, fix };
      }
    }
  },
};

type Section = [section: 'calendars' | 'systems', used: ReadonlySet<unknown>, what: string, fix: string];

function sections({ workflow, places }: Model): Section[] {
  const calendars = places.map(({ step }) => ('calendar' in step ? step.calendar : undefined));
  const granted = Object.values(workflow.tools).flatMap(({ grants }) => grants.flatMap(Object.values));
  return [
    ['calendars', new Set(calendars), 'no step counts time in the calendar', 'remove it, or name it in a step'],
    ['systems', new Set(granted), 'no tool may call the system', 'remove it, or grant it: { call: … }'],
  ];
}
