import type { Directory } from './directory.ts';
import { expressionOf, OPENING, type Parsed, parseExpression } from './expressions.ts';
import type { Files } from './files.ts';
import type { Path } from './problem.ts';
import type { Tool, Workflow } from './schema.ts';
import { isHandler, type Place, placesBelow, type Scope, scopesOf } from './scopes.ts';
import { templatesOf } from './templates.ts';

/** When an expression is evaluated, which decides what it may name. */
export type Moment = 'step' | 'handler' | 'compensation' | 'key' | 'output';

/** An expression of the workflow. */
export interface Expression {
  path: Path;
  /** Without the delimiters. */
  source: string;
  /** Offset of the source within the text at `path`. */
  offset: number;
  moment: Moment;
  /** The step that it belongs to. */
  place?: Place;
  /** In which its names are read: that of its step, or what the step holds. */
  scope?: Scope;
  /** It is evaluated at the end of `scope`, which its step holds: after a round of a loop, after the steps of an item. */
  isAfter?: boolean;
  parsed: Parsed;
}

/** A workflow with what all rules want to know of it, computed once. */
export interface Model {
  workflow: Workflow;
  files: Files;
  /** The people of the deployment, where they are known. */
  directory?: Directory;
  /** The main flow, then the error handlers. */
  scopes: readonly Scope[];
  /** Every step, in the order of the file. */
  places: readonly Place[];
  /** The first place of each id. */
  byId: ReadonlyMap<string, Place>;
  expressions: readonly Expression[];
  /** A text at an `{%` that is no expression as a whole. */
  halfExpressions: readonly { path: Path; text: string }[];
}

export function modelOf(workflow: Workflow, files: Files, directory?: Directory): Model {
  const scopes = scopesOf(workflow);
  const places = scopes.flatMap(placesBelow);
  const byId = new Map<string, Place>();
  for (const place of places) if (!byId.has(place.step.id)) byId.set(place.step.id, place);
  const texts = [...textsOf(workflow, places)];
  const expressions = texts.flatMap((text) => toExpression(text));
  const halfExpressions = texts.filter(({ text }) => /\{%|%\}/.test(text) && expressionOf(text) === undefined);
  return { workflow, files, ...(directory && { directory }), scopes, places, byId, expressions, halfExpressions };
}

/** The tool that a step calls, if it calls one that is declared. */
export function toolOf(workflow: Workflow, name: string): Tool | undefined {
  return Object.hasOwn(workflow.tools, name) ? workflow.tools[name] : undefined;
}

interface Text {
  path: Path;
  text: string;
  moment: Moment;
  place?: Place;
  scope?: Scope;
  isAfter?: boolean;
}

/** Every text of the workflow that may be an expression. */
function* textsOf(workflow: Workflow, places: readonly Place[]): Generator<Text> {
  for (const [name, tool] of Object.entries(workflow.tools)) {
    if (tool.idempotency && 'key' in tool.idempotency) {
      yield { path: ['tools', name, 'idempotency', 'key'], text: tool.idempotency.key, moment: 'key' };
    }
  }
  for (const place of places) {
    for (const { key, value, after } of templatesOf(place.step)) {
      const moment = key === 'compensate' ? 'compensation' : isHandler(place.scope) ? 'handler' : 'step';
      const scope = after ? place.inner[0]! : place.scope;
      const own = { moment, place, scope, isAfter: after ?? false } as const;
      for (const text of textsIn(value, [...place.path, ...key.split('/')])) yield { ...text, ...own };
    }
  }
  for (const text of textsIn(workflow.output, ['output'])) yield { ...text, moment: 'output' };
}

function* textsIn(value: unknown, path: Path): Generator<{ path: Path; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* textsIn(item, [...path, index]);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* textsIn(item, [...path, key]);
  }
}

function toExpression({ text, ...rest }: Text): Expression[] {
  const source = expressionOf(text);
  return source === undefined ? [] : [{ ...rest, source, offset: OPENING, parsed: parseExpression(source) }];
}
