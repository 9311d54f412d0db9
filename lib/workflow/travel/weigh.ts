import { isRecord } from '../data.ts';
import { expressionOf } from '../expressions.ts';
import { itemsBound } from '../items-bound.ts';
import type { Model } from '../model.ts';
import { hasOutput, outputOf } from '../outputs.ts';
import { around, placesBelow } from '../scopes.ts';
import { sizeOfType } from '../sizes/size.ts';
import { environmentOf, type Position } from '../types/environment.ts';
import { fromSchema } from '../types/from-schema.ts';
import { type Environment, inferExpression } from '../types/infer.ts';
import { type Node, plainPath } from '../types/node.ts';
import { elementsOf } from '../types/sequence.ts';
import { parsed } from '../types/template.ts';
import { memberOf, present, type Type } from '../types/type.ts';
import { both, handing, oneOf, type Weight, weightOf } from './weight.ts';

interface Around {
  model: Model;
  position: Position;
  environment: Environment;
}

/** What a template of a step takes as JSON: what it hands on is told apart from what it computes. */
export function weigh(template: unknown, position: Position, model: Model): Weight {
  return weighTemplate(template, { model, position, environment: environmentOf(position, model) });
}

function weighTemplate(template: unknown, at: Around): Weight {
  if (typeof template === 'string') {
    const source = expressionOf(template);
    const node = source === undefined ? undefined : parsed(source);
    return node ? weighNode(node, at) : weightOf(bytesOf(template));
  }
  if (Array.isArray(template))
    return both([weightOf(1 + template.length), ...template.map((each) => weighTemplate(each, at))]);
  if (!isRecord(template)) return weightOf(bytesOf(template));
  const members = Object.entries(template).filter(([, value]) => value !== undefined);
  return both(
    members.flatMap(([name, value]) => [weightOf(bytesOf(name) + 2), weighTemplate(value, at)]).concat(weightOf(2)),
  );
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value ?? null));

/** Picking, joining and building are followed; of anything else its type is known, or that it is no larger than what it is made of. */
function weighNode(node: Node, at: Around): Weight {
  const names = plainPath(node);
  if (names) return weighPath(names, node, at);
  const inner = (each: Node) => weighNode(each, at);
  const { type, value, expressions = [], lhs } = node;
  if (type === 'condition') return oneOf([node.then, node.else].flatMap((each) => (each ? [inner(each)] : [])));
  if (type === 'block' && expressions.length > 0) return inner(expressions.at(-1)!);
  if (type === 'unary' && value === '[') return both([weightOf(1 + expressions.length), ...expressions.map(inner)]);
  if (type === 'unary' && value === '{')
    return both([weightOf(2), ...pairsIn(lhs).flatMap((pair) => [weightOf(2), ...pair.map(inner)])]);
  if (type === 'binary' && value === '&') return both([lhs as Node, node.rhs!].map((each) => asText(each, at)));
  const known = byType(node, at);
  return known.own === Number.POSITIVE_INFINITY ? (selected(node, at) ?? known) : known;
}

/** Functions whose result is no larger than their first argument, with the first part of the others. */
const PARTS: ReadonlySet<string> = new Set(
  'filter distinct sort reverse trim lowercase substring substringBefore substringAfter lookup sift single'.split(' '),
);
/** Functions that write something short. */
const WRITERS: ReadonlySet<string> = new Set('formatNumber formatInteger formatBase fromMillis now hash'.split(' '));
const SHORT = 256;
const WHOLES: ReadonlySet<string> = new Set(['append', 'merge', 'join']);

/** What only selects from what it is given: a path with filters, a function that leaves something out. */
function selected(node: Node, at: Around): Weight | undefined {
  const { type, steps = [], procedure, arguments: given = [] } = node;
  if (type === 'path' && steps.every(isSelecting)) return selectedPath(steps, node, at);
  const made = type === 'path' ? builtFromEach(node, at) : undefined;
  if (made) return made;
  const name = type === 'function' ? String(procedure?.value) : '';
  if (WRITERS.has(name)) return weightOf(SHORT);
  if (PARTS.has(name)) return weighNode(given[0]!, at);
  if (WHOLES.has(name)) return both(given.map((each) => weighNode(each, at)));
  return name === 'string' ? asText(given[0]!, at) : undefined;
}

/** `list.{ 'name': member, … }`: of each element no more than it has, and the new names. */
function builtFromEach(node: Node, at: Around): Weight | undefined {
  const { steps = [] } = node;
  const last = steps.at(-1)!;
  const count = Math.min(itemsIn(steps, at.model), inferExpression(node, at.environment).array?.max ?? far);
  if (last.type !== 'unary' || last.value !== '{' || !steps.slice(0, -1).every(isSelecting)) return undefined;
  const pairs = pairsIn(last.lhs);
  const members = new Set(pairs.map(([, value]) => plainName(value!)));
  const keys = pairs.map(([key]) => key?.type === 'string' && bytesOf(key.value) + 2);
  if (!Number.isFinite(count) || members.size < pairs.length || members.has(undefined) || keys.includes(false))
    return undefined;
  const named = keys.reduce<number>((sum, bytes) => sum + Number(bytes), 3);
  return both([selectedPath(steps.slice(0, -1), node, at), weightOf(count * named)]);
}

const far = Number.POSITIVE_INFINITY;

/** Of the list of a map, as many as the map takes. */
function itemsIn([root, name]: readonly Node[], model: Model): number {
  const step = root?.value === 'steps' ? model.byId.get(String(name?.value))?.step : undefined;
  return step?.kind === 'map' ? itemsBound(step, model) : far;
}

/** The one name that an expression within a path is. */
const plainName = ({ type, steps = [] }: Node): string | undefined =>
  type === 'path' && steps.length === 1 && steps[0]!.type === 'name' ? String(steps[0]!.value) : undefined;

const isSelecting = ({ type, group }: Node, index: number): boolean =>
  !group && (index === 0 ? type === 'variable' : ['name', 'wildcard', 'descendant'].includes(type));

/** Of names up to the first filter or wildcard, everything. */
function selectedPath(steps: readonly Node[], node: Node, at: Around): Weight {
  const isName = ({ type }: Node, index: number) => type === (index === 0 ? 'variable' : 'name');
  const isFiltered = ({ predicate, stages }: Node) => predicate !== undefined || stages !== undefined;
  const odd = steps.findIndex((step, index) => !isName(step, index));
  const filtered = steps.findIndex(isFiltered);
  const count = Math.min(odd < 0 ? steps.length : odd, filtered < 0 ? steps.length : filtered + 1);
  return weighPath(
    steps.slice(0, count).map(({ value }) => String(value)),
    node,
    at,
  );
}

const pairsIn = (lhs: Node['lhs']): Node[][] => (Array.isArray(lhs) ? lhs.map((pair) => [...pair]) : []);

/** A value that is no text becomes one, and its quotes are written with a backslash. */
function asText(node: Node, at: Around): Weight {
  const weight = weighNode(node, at);
  const { any, object, array } = inferExpression(node, at.environment);
  return any || object || array ? both([weight, weight]) : weight;
}

function byType(node: Node, { environment }: Around): Weight {
  const { max, because } = sizeOfType(inferExpression(node, environment));
  return weightOf(max, because);
}

/** What the machine knows of the run: an id of 40 characters, names, a time. */
const RUN = 512;

/** An item comes from where its list comes from. */
function weighPath(names: readonly string[], node: Node, at: Around): Weight {
  const { model, position, environment } = at;
  const [root, first = '', ...rest] = names;
  if (root === 'steps' && first !== '') return handed(first, rest, model);
  if (root === 'run') return weightOf(RUN);
  const bytes = sizeOfType(inferExpression(node, environment)).max;
  if (root === 'input' || root === 'error') return handing(root, names.slice(1), bytes);
  const source = root === 'item' ? sourceOfItems(position, model) : undefined;
  return source === undefined ? byType(node, at) : handing(source, ['*', ...names.slice(1)], bytes, true);
}

/** Where the items of the map around come from, if that is one plain path. */
function sourceOfItems({ scope }: Position, model: Model): string | undefined {
  const map = scope && around(scope, 'map');
  if (map?.step.kind !== 'map') return undefined;
  const node = parsed(expressionOf(map.step.items) ?? map.step.items);
  const [root, name] = (node && (plainPath(node) ?? rootsOf(node))) || [];
  if (root === 'item') return sourceOfItems({ moment: 'step', scope: map.scope }, model);
  return root === 'input' ? 'input' : root === 'steps' ? name : undefined;
}

/** What a path with filters begins with. */
const rootsOf = ({ type, steps = [] }: Node): string[] | undefined =>
  type === 'path' && steps.every(isSelecting) ? steps.slice(0, 2).map(({ value }) => String(value)) : undefined;

/** Bytes of who decided what and why, of an approval. */
const DECISION = 16 * 1024;

/** The output of a step, or a member of it. That of a parallel step is those of the steps in it. */
export function handed(id: string, names: readonly string[], model: Model): Weight {
  const place = model.byId.get(id);
  if (!place) return weightOf(0);
  if (place.step.kind === 'approval' && place.step.form === undefined && (names[0] ?? 'fields') === 'fields')
    return both([
      weightOf(DECISION),
      weigh(place.step.show?.fields ?? {}, { moment: 'step', place, scope: place.scope }, model),
    ]);
  if (place.step.kind === 'parallel' && names.length === 0)
    return both(
      place.inner
        .flatMap(placesBelow)
        .filter(({ step }) => step.kind !== 'parallel' && hasOutput(step))
        .map(({ step }) => handed(step.id, [], model)),
    );
  if (place.step.kind === 'parallel') return handed(names[0] ?? '', names.slice(1), model);
  return handing(id, names, sizeAt(fromSchema(outputOf(place.step, model)), names));
}

/** Of the member that names lead to; of a list, of that member of each item. */
function sizeAt(type: Type, names: readonly string[]): number {
  const [name, ...rest] = names;
  if (name === undefined) return sizeOfType(type).max;
  const { object, array, any } = present(type);
  if (any || (array && elementsOf({ array }).item.any)) return Number.POSITIVE_INFINITY;
  // All items together are no larger than the list that they are picked from.
  if (array) return sizeOfType({ array }).max;
  return object ? sizeAt(memberOf(object, name), rest) : 0;
}
