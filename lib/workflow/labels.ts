import { at, isRecord } from './data.ts';
import type { Reference } from './expressions.ts';
import { type Expression, type Model, toolOf } from './model.ts';
import { outputOf } from './outputs.ts';
import { isWithin } from './problem.ts';
import { around, type Place } from './scopes.ts';

/** Labels of data, such as `pii.health`. */
export type Labels = ReadonlySet<string>;

const NONE: Labels = new Set();

/** The keyword of a schema that labels what it describes, members included. An empty list says that nothing is in it. */
export const KEYWORD = 'x-labels';

/** True if a declaration allows a label: `pii` allows `pii.health`. */
export function allows(declared: readonly string[], label: string): boolean {
  return declared.some((each) => label === each || label.startsWith(`${each}.`));
}

/** The labels that a reference of an expression carries, followed through schemas, maps, and models that may repeat what they read. */
export function labelsOf(reference: Reference, expression: Expression, model: Model): Labels {
  return follow(reference, expression, model, new Set());
}

/** Steps on the way, so that a flow that comes back to itself ends. */
type Trail = ReadonlySet<Place>;

function follow({ root, names }: Reference, expression: Expression, model: Model, trail: Trail): Labels {
  const path = names.map(({ name }) => name);
  if (root === 'input') return labelsAlong(inputSchema(expression, model), path);
  if (root === 'item') return labelsOfItem(expression, model, trail);
  const own = root === 'output' ? expression.place : root === 'steps' ? model.byId.get(path[0] ?? '') : undefined;
  return own ? labelsOfOutput(own, root === 'steps' ? path.slice(1) : path, model, trail) : NONE;
}

/** A key is computed from the tool's own input; everything else from the run's. */
const inputSchema = ({ moment, path }: Expression, { workflow }: Model): unknown =>
  moment === 'key' ? workflow.tools[String(path[1])]?.input : workflow.input;

function labelsOfItem({ place, scope }: Expression, model: Model, trail: Trail): Labels {
  const map = scope && around(scope, 'map');
  const owner = map ?? place;
  return owner ? labelsAt(owner, 'items', model, trail) : NONE;
}

/** What the output of a step carries at some names into it. */
function labelsOfOutput(place: Place, path: readonly string[], model: Model, trail: Trail): Labels {
  if (trail.has(place)) return NONE;
  const inner = new Set([...trail, place]);
  const { step } = place;
  const schema = outputOf(step, model);
  if (step.kind === 'map') return labelsAt(place, 'output', model, inner);
  if (step.kind === 'approval') return union(labelsAlong(schema, path), shownFields(place, path, model, inner));
  if (step.kind === 'tool') return without(labelsAlong(schema, path), toolOf(model.workflow, step.tool)?.redacts ?? []);
  // A model may say again whatever it has read, unless the schema of its answer says what is in it.
  const repeats =
    step.kind === 'agent' || step.kind === 'team' || (step.kind === 'decision' && path[0] === 'explanation');
  if (!repeats || isSaid(schema, path)) return labelsAlong(schema, path);
  return union(labelsAlong(schema, path), labelsAt(place, step.kind === 'decision' ? 'ask' : 'input', model, inner));
}

/** The fields of an approval are those that were shown, as corrected. */
const shownFields = (place: Place, path: readonly string[], model: Model, trail: Trail): Labels =>
  path.length === 0 || path[0] === 'fields' ? labelsAt(place, 'show', model, trail) : NONE;

/** Labels of everything that the expressions in one member of a step read. */
function labelsAt({ path }: Place, member: string, model: Model, trail: Trail): Labels {
  const within = model.expressions.filter((expression) => isWithin(expression.path, [...path, member]));
  return union(
    ...within.flatMap((expression) =>
      expression.parsed.references.map((reference) => follow(reference, expression, model, trail)),
    ),
  );
}

/** Labels of a schema at some names into it: those on the way, which hold for all below, and all that lie below. */
export function labelsAlong(schema: unknown, names: readonly string[]): Labels {
  const found = new Set<string>();
  let inner: unknown = schema;
  for (const name of names) {
    inner = items(resolved(inner, schema), schema);
    for (const label of ownLabels(inner)) found.add(label);
    const next = at(inner, ['properties', name]);
    // A name that the schema does not know may be any of what it holds.
    if (next === undefined) return union(found, within(inner, schema, new Set()));
    inner = next;
  }
  return union(found, within(inner, schema, new Set()));
}

/** True if the schema says of itself, at these names, what is in it. */
function isSaid(schema: unknown, names: readonly string[]): boolean {
  let inner: unknown = schema;
  for (const name of names) {
    if (isRecord(inner) && KEYWORD in inner) return true;
    inner = at(items(inner, schema), ['properties', name]);
  }
  return isRecord(inner) && KEYWORD in inner;
}

function within(schema: unknown, root: unknown, seen: Set<unknown>): Labels {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return NONE;
  seen.add(schema);
  const target = resolved(schema, root);
  const below = target === schema ? Object.values(schema) : [target];
  return union(ownLabels(schema), ...below.map((part) => within(part, root, seen)));
}

const ownLabels = (schema: unknown): Labels =>
  isRecord(schema) && Array.isArray(schema[KEYWORD]) ? new Set(schema[KEYWORD].map(String)) : NONE;

/** A name that is read off a list is read off each of its items. */
function items(schema: unknown, root: unknown): unknown {
  let inner = schema;
  while (isRecord(inner) && isRecord(inner.items)) inner = resolved(inner.items, root);
  return inner;
}

/** What a local reference leads to. */
function resolved(schema: unknown, root: unknown): unknown {
  const reference = isRecord(schema) ? schema.$ref : undefined;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return schema;
  return at(root, reference.slice(2).split('/')) ?? schema;
}

const union = (...sets: readonly Labels[]): Labels => new Set(sets.flatMap((set) => [...set]));
const without = (labels: Labels, removed: readonly string[]): Labels =>
  new Set([...labels].filter((label) => !allows(removed, label)));
