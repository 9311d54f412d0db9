import type { Diagnostic } from '../diagnostic.ts';
import { checkSyntax } from '../jsonata/evaluate.ts';
import { references } from '../jsonata/references.ts';
import { expressionIn } from '../jsonata/template.ts';
import type { State, StateMachine } from '../types.ts';
import { isObject } from '../types.ts';
import type { Located } from './walk.ts';
import { statesIn } from './walk.ts';

/** Fields that hold expressions, or templates of them, in a JSONata state. */
const FIELDS: readonly (keyof State)[] = [
  'Arguments',
  'Output',
  'Assign',
  'Items',
  'ItemSelector',
  'ItemBatcher',
  'ItemReader',
  'ResultWriter',
  'Credentials',
  'Seconds',
  'Timestamp',
  'TimeoutSeconds',
  'HeartbeatSeconds',
  'MaxConcurrency',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
  'Error',
  'Cause',
];

/** JSONata expressions parse, and read nothing but variables and the members that `$states` has in their place. */
export const expressions = (definition: StateMachine): Diagnostic[] =>
  statesIn(definition)
    .filter(({ language }) => language === 'JSONata')
    .flatMap(checkState);

function checkState({ state, location }: Located): Diagnostic[] {
  const own = FIELDS.flatMap((field) => check(state[field], `${location}/${field}`, membersFor(state, field)));
  const rules = (state.Choices ?? []).flatMap((rule, index) =>
    check(rule, `${location}/Choices[${index}]`, ['input', 'context']),
  );
  const catchers = (state.Catch ?? []).flatMap((catcher, index) =>
    check(catcher, `${location}/Catch[${index}]`, ['input', 'context', 'errorOutput']),
  );
  return [...own, ...rules, ...catchers];
}

function membersFor({ Type }: State, field: string): string[] {
  const hasResult = ['Task', 'Parallel', 'Map'].includes(Type) && (field === 'Output' || field === 'Assign');
  return ['input', 'context', ...(hasResult ? ['result'] : [])];
}

function check(value: unknown, location: string, members: string[]): Diagnostic[] {
  if (typeof value === 'string') {
    const expression = expressionIn(value);
    return expression === undefined ? [] : checkExpression(expression, location, members);
  }
  if (Array.isArray(value)) return value.flatMap((element, index) => check(element, `${location}[${index}]`, members));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => check(member, `${location}/${name}`, members));
}

function checkExpression(expression: string, location: string, members: string[]): Diagnostic[] {
  const error = (code: string, message: string): Diagnostic => ({ severity: 'ERROR', code, message, location });
  try {
    const { names, states } = references(checkSyntax(expression));
    const unknown = states.filter((member) => !members.includes(member));
    return [
      ...names.map((name) =>
        error('UNSUPPORTED_JSONATA_EXPRESSION', `Reference to '${name}' at the top level is not supported.`),
      ),
      ...unknown.map((member) => error('UNSUPPORTED_JSONATA_EXPRESSION', `Field '$states.${member}' does not exist.`)),
    ];
  } catch (cause) {
    return [error('INVALID_JSONATA_EXPRESSION', (cause as Error).message)];
  }
}
