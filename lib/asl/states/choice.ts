import { COMPARISONS } from '../comparisons.ts';
import { passOn } from '../conclude.ts';
import type { Place } from '../data.ts';
import { bindingsOf, effectiveInput, scopeOf, usesJsonata, wrongType } from '../data.ts';
import { queryFailure, runtimeFailure } from '../failure.ts';
import { evaluateTemplate } from '../jsonata/template.ts';
import type { Scope } from '../jsonpath/expression.ts';
import { resolvePath } from '../jsonpath/expression.ts';
import { PathNotFound } from '../jsonpath/query.ts';
import type { ChoiceRule, Json } from '../types.ts';
import type { StateKind } from './index.ts';

/** Goes on by the first rule that holds, else by `Default`. */
export const choice: StateKind = {
  async attempt(place) {
    const { state } = place;
    const input = effectiveInput(place);
    const index = usesJsonata(place) ? await firstCondition(place) : firstRule(place, input);
    const rule = state.Choices?.[index];
    if (rule) return passOn(place, input, rule, `Choices[${index}]/`);
    if (state.Default === undefined) {
      throw runtimeFailure('Failed to transition out of the state. The state does not point to a next state.');
    }
    return passOn(place, input, { Assign: state.Assign, Output: state.Output, Next: state.Default });
  },
};

async function firstCondition(place: Place): Promise<number> {
  for (const [index, { Condition }] of (place.state.Choices ?? []).entries()) {
    if (await holds(place, Condition as Json, `Choices[${index}]/Condition`)) return index;
  }
  return -1;
}

async function holds(place: Place, condition: Json, location: string): Promise<boolean> {
  const value = await evaluateTemplate(condition, location, bindingsOf(place));
  if (typeof value === 'boolean') return value;
  throw queryFailure(wrongType(String(condition), location, 'boolean', value), location);
}

function firstRule(place: Place, input: Json): number {
  const scope = scopeOf(place, input);
  return (place.state.Choices ?? []).findIndex((rule) => test(rule, scope));
}

function test(rule: ChoiceRule, scope: Scope): boolean {
  if (rule.And) return rule.And.every((inner) => test(inner, scope));
  if (rule.Or) return rule.Or.some((inner) => test(inner, scope));
  if (rule.Not) return !test(rule.Not, scope);
  return compare(rule, scope);
}

function compare(rule: ChoiceRule, scope: Scope): boolean {
  const path = rule.Variable as string;
  if (rule.IsPresent !== undefined) return (lookUp(path, scope) !== undefined) === rule.IsPresent;
  const operator = Object.keys(rule).find((key) => key.replace(/Path$/, '') in COMPARISONS);
  if (operator === undefined) throw runtimeFailure(`The choice rule for '${path}' has no comparison operator`);
  const name = operator.replace(/Path$/, '');
  const left = existing(path, scope);
  const right = name === operator ? (rule[operator] as Json) : existing(rule[operator] as string, scope);
  return COMPARISONS[name]?.(left, right) ?? false;
}

function lookUp(path: string, scope: Scope): Json | undefined {
  try {
    return resolvePath(path, scope);
  } catch (error) {
    if (error instanceof PathNotFound) return undefined;
    throw error;
  }
}

function existing(path: string, scope: Scope): Json {
  const value = lookUp(path, scope);
  if (value !== undefined) return value;
  throw runtimeFailure(`Invalid path '${path}': The choice state's condition path references an invalid value.`);
}
