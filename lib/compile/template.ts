import { expressionOf, parseExpression, type Reference } from '../workflow/expressions.ts';
import type { Workflow } from '../workflow/schema.ts';
import type { Scope } from '../workflow/scopes.ts';
import type { Context, Own } from './context.ts';
import { executionOf, type Frame } from './frames.ts';
import type { Json } from './types.ts';
import type { Variables } from './variables.ts';

/** What the names of the language are called in the machine, as seen from one list of steps. */
export interface Naming {
  workflow: Workflow;
  variables: Variables;
  scope: Scope;
  frame: Frame;
  /** What the state that evaluates it still has in hand. */
  own?: Own;
}

/** The names of a step's own expressions. */
export const namingOf = ({ model, variables, frame }: Context, scope: Scope): Naming => ({
  workflow: model.workflow,
  variables,
  scope,
  frame,
});

/**
 * A template of the language as one of the States Language: expressions are rewritten to the machine's own names, and
 * the members of objects are sorted, so that their order in the YAML changes nothing.
 */
export function template(value: unknown, naming: Naming): Json {
  if (typeof value === 'string') return text(value, naming);
  if (Array.isArray(value)) return value.map((item) => template(item, naming));
  if (typeof value !== 'object' || value === null) return value as Json;
  const members = Object.entries(value).map(([key, item]) => [key, template(item, naming)] as const);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function text(value: string, naming: Naming): Json {
  const source = expressionOf(value);
  if (source !== undefined) return expression(source, naming);
  // CloudFormation would take `${` for a placeholder; JSONata has another spelling for the dollar.
  return value.includes('${') ? `{% ${JSON.stringify(value).replaceAll('${', '\\u0024{')} %}` : value;
}

/** One expression, rewritten, with its delimiters. */
export function expression(source: string, naming: Naming): string {
  const { references } = parseExpression(source);
  let result = source.trim();
  const shift = source.length - source.trimStart().length;
  for (const reference of [...references].sort((a, b) => b.start - a.start)) {
    const [end, replacement] = renamed(reference, naming);
    result = result.slice(0, reference.start - shift) + replacement + result.slice(end - shift);
  }
  return `{% ${result} %}`;
}

/** Where the renamed part ends, and its new name. */
function renamed({ root, names, end }: Reference, naming: Naming): [end: number, replacement: string] {
  const [first] = names;
  if (root === 'input') return [end, isApart(naming) ? '$input' : '$states.context.Execution.Input'];
  if (root === 'steps' && first) return [first.end, naming.variables.read(first.name, naming.frame, naming.own)];
  if (root === 'run' && first) return [first.end, runMember(first.name, naming)];
  const isNamed = root === 'item' || root === 'index' || root === 'error';
  return [end, isNamed ? naming.variables.named(root, naming.scope, naming.frame) : `$${root}`];
}

/** The members of `$run`. What the execution knows is read from it; the rest is known when the machine is made. */
export const RUN_MEMBERS = ['id', 'workflow', 'version', 'tenant', 'startedAt'] as const;

const isApart = ({ frame }: Naming): boolean => executionOf(frame).isApart;

function runMember(name: string, naming: Naming): string {
  const { name: workflow, version } = naming.workflow;
  const members: Record<(typeof RUN_MEMBERS)[number], string> = {
    id: isApart(naming) ? '$run.id' : '$states.context.Execution.Name',
    startedAt: isApart(naming) ? '$run.startedAt' : '$states.context.Execution.StartTime',
    workflow: JSON.stringify(workflow),
    version: JSON.stringify(version),
    tenant: "'${tenant}'",
  };
  return members[name as keyof typeof members] ?? `$run.${name}`;
}
