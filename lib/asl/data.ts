/** How a state reads its fields, in its query language. */
import { contextOf, variablesOf } from './context.ts';
import { queryFailure, runtimeFailure } from './failure.ts';
import type { Bindings } from './jsonata/evaluate.ts';
import { evaluateTemplate } from './jsonata/template.ts';
import type { Scope } from './jsonpath/expression.ts';
import { resolvePath } from './jsonpath/expression.ts';
import { PathNotFound } from './jsonpath/query.ts';
import { fill } from './jsonpath/template.ts';
import type { Frame } from './snapshot.ts';
import type { Json, JsonObject, State } from './types.ts';
import type { Work } from './work.ts';
import { note } from './work.ts';

/** A state that is being executed, with its place. */
export interface Place {
  work: Work;
  frame: Frame;
  state: State;
  /** Callback token of the current task attempt. */
  token?: string;
}

/** A state has its own language or that of the whole definition; branches and item processors have none. */
export const usesJsonata = ({ work, state }: Place): boolean =>
  (state.QueryLanguage ?? work.definition.QueryLanguage) === 'JSONata';

/** What paths of the state see. Context and variables are made when a path asks for them: most ask for the input. */
export const scopeOf = (place: Place, input: Json): Scope => ({
  input,
  get context() {
    return contextOf(place.work, place.frame, place.token);
  },
  get variables() {
    return variablesOf(place.work, place.frame);
  },
  random: place.work.random,
});

/** What JSONata expressions of the state see. `more` adds `result` or `errorOutput` to `$states`. */
export function bindingsOf(place: Place, more: JsonObject = {}): Bindings {
  const { work, frame, token } = place;
  return {
    states: { input: frame.input, context: contextOf(work, frame, token), ...more },
    variables: variablesOf(work, frame),
    now: work.event.at,
    random: work.random,
  };
}

/** The raw input after `InputPath`. @throws Failure `States.Runtime` */
export function effectiveInput(place: Place): Json {
  if (usesJsonata(place)) return place.frame.input;
  const path = place.state.InputPath;
  const input = path === undefined ? place.frame.input : pick(place, path);
  note(place.work, 'afterInputPath', input);
  return input;
}

const pick = (place: Place, path: string | null): Json =>
  path === null ? {} : follow(path, scopeOf(place, place.frame.input));

/** The value at the path of a path field. @throws Failure `States.Runtime` in AWS's words */
export function follow(path: string, scope: Scope): Json {
  try {
    return resolvePath(path, scope);
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw error;
    throw runtimeFailure(`Invalid path '${path}' : ${error.message}`);
  }
}

/** `Arguments` (JSONata) or `Parameters` (JSONPath) over the input; the input itself where there is neither. */
export async function argumentsOf(place: Place): Promise<Json> {
  return usesJsonata(place) ? evaluatedArguments(place) : parametersOf(place);
}

async function evaluatedArguments(place: Place): Promise<Json> {
  const { Arguments } = place.state;
  const values =
    Arguments === undefined ? place.frame.input : await evaluateTemplate(Arguments, 'Arguments', bindingsOf(place));
  note(place.work, 'afterArguments', values);
  return values;
}

/** `Parameters` over the input, in JSONPath. */
export function parametersOf(place: Place): Json {
  const { Parameters } = place.state;
  const input = effectiveInput(place);
  const values = Parameters === undefined ? input : fill(Parameters, scopeOf(place, input));
  note(place.work, 'afterParameters', values);
  return values;
}

type NumberField =
  | 'TimeoutSeconds'
  | 'HeartbeatSeconds'
  | 'Seconds'
  | 'MaxConcurrency'
  | 'ToleratedFailureCount'
  | 'ToleratedFailurePercentage';

/** A number that may be given as a literal, a JSONata expression, or a path in the field's `…Path` sister. */
export async function numberOf(place: Place, field: NumberField): Promise<number | undefined> {
  const literal = place.state[field];
  if (typeof literal === 'number' || !usesJsonata(place))
    return typeof literal === 'number' ? literal : atPath(place, field);
  if (literal === undefined) return undefined;
  const value = await evaluateTemplate(literal, field, bindingsOf(place));
  if (typeof value === 'number') return value;
  throw queryFailure(wrongType(literal, field, 'number', value), field);
}

export const wrongType = (expression: string, field: string, expected: string, value: Json): string => {
  const actual = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const inner = expression.replace(/^\{%\s*|\s*%\}$/g, '');
  return (
    `The JSONata expression '${inner}' specified for the field '${field}' returned an unexpected result type. ` +
    `Expected '${expected}', but was '${actual}' for value: ${JSON.stringify(value)}`
  );
};

function atPath(place: Place, field: NumberField): number | undefined {
  const path = place.state[`${field}Path` as keyof State] as string | undefined;
  if (path === undefined) return undefined;
  const value = follow(path, scopeOf(place, effectiveInput(place)));
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  const type = field === 'ToleratedFailurePercentage' ? 'float' : 'integer';
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  throw runtimeFailure(`The ${field}Path field refers to value "${shown}" which is not a valid ${type}: ${path}`);
}
