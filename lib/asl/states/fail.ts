import type { Place } from '../data.ts';
import { bindingsOf, scopeOf, usesJsonata, wrongType } from '../data.ts';
import { Failure, queryFailure, runtimeFailure } from '../failure.ts';
import { evaluateTemplate } from '../jsonata/template.ts';
import { resolveField } from '../jsonpath/template.ts';
import type { StateKind } from './index.ts';

/** Ends its thread with an error. */
export const failState: StateKind = {
  async attempt(place) {
    throw new Failure(await textOf(place, 'Error'), await textOf(place, 'Cause'), { complete: true });
  },
};

async function textOf(place: Place, field: 'Error' | 'Cause'): Promise<string | undefined> {
  const text = place.state[field];
  if (usesJsonata(place)) return text === undefined ? undefined : evaluated(place, text, field);
  const path = place.state[`${field}Path`];
  if (path === undefined) return text;
  const value = resolveField(path, `${field}Path`, scopeOf(place, place.frame.input));
  if (typeof value === 'string') return value;
  throw runtimeFailure(
    `The JSONPath '${path}' specified for the field '${field}Path' must resolve to a string, but was ${JSON.stringify(value)}`,
  );
}

async function evaluated(place: Place, expression: string, field: string): Promise<string> {
  const value = await evaluateTemplate(expression, field, bindingsOf(place));
  if (typeof value === 'string') return value;
  throw queryFailure(wrongType(expression, field, 'string', value), field);
}
