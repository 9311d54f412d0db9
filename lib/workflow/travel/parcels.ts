import { itemsBound } from '../items-bound.ts';
import type { Expression, Model } from '../model.ts';
import type { Path } from '../problem.ts';
import { enclosing, isHandler, type Place, placesBelow, type Scope } from '../scopes.ts';
import { templatesOf } from '../templates.ts';
import type { Position } from '../types/environment.ts';
import { handed, weigh } from './weigh.ts';
import { both, timesOf, type Weight, weightOf } from './weight.ts';

/** What travels in one piece through Step Functions: what a task is called with, a list, a result. */
export interface Parcel {
  /** As a person calls it: `what 'charge' is called with`. */
  what: string;
  path: Path;
  weight: Weight;
  /** The step whose output this is, where the machine itself makes it. */
  makes?: string;
}

/** Everything that travels in a run. Maps come behind those that they hold. */
export function parcelsOf(model: Model): Parcel[] {
  const { workflow } = model;
  const inside = model.places.toReversed().flatMap((place) => parcelsAt(place, model));
  const end: Position = { moment: 'output', scope: model.scopes[0]! };
  return [...inside, { what: "the run's output", path: ['output'], weight: weigh(workflow.output ?? {}, end, model) }];
}

function parcelsAt(place: Place, model: Model): Parcel[] {
  const { step, path } = place;
  if (step.kind === 'map') return [...mapParcels(place, model), ...toldTo(place, model)];
  if (step.kind === 'parallel') return [resultOf(place, model)];
  if (step.kind === 'scope') return step.deadline === undefined ? [] : toldTo(place, model);
  if (step.kind === 'loop' || step.kind === 'choice') return [];
  const members = templatesOf(step).filter(({ key }) => key !== 'compensate');
  const weights = members.map(({ value }) => weigh(value ?? {}, positionOf(place), model));
  return [{ what: `what '${step.id}' is called with`, path, weight: both([...weights, keptItem(place, model)]) }];
}

const positionOf = (place: Place): Position => ({
  moment: isHandler(place.scope) ? 'handler' : 'step',
  place,
  scope: place.scope,
});

/** A step whose compensation reads its item is told the item, to keep it. */
function keptItem(place: Place, model: Model): Weight {
  const asks = ({ moment, place: own, parsed }: Expression) =>
    moment === 'compensation' && own === place && parsed.references.some(({ root }) => root === 'item');
  return model.expressions.some(asks) ? weigh('{% $item %}', positionOf(place), model) : weightOf(0);
}

/** The list of a map, an output for each of its items. */
function mapParcels(place: Place, model: Model): Parcel[] {
  const { step, path } = place;
  if (step.kind !== 'map') return [];
  const body = place.inner[0]!;
  const each =
    step.output === undefined
      ? handed(body.places.at(-1)!.step.id, [], model)
      : weigh(step.output, { moment: 'step', place, scope: body }, model);
  const weight = timesOf(both([each, weightOf(1)]), itemsBound(step, model));
  return [{ what: `the list that '${step.id}' gives`, path, weight, makes: step.id }];
}

/** What the branches of a parallel step hand out, all of it at once. */
function resultOf({ inner, step, path }: Place, model: Model): Parcel {
  const within = new Set(inner.flatMap(visibleIn).map((place) => place.step.id));
  const isOutside = ({ scope }: Expression) => !scope || !enclosing(scope).some((each) => inner.includes(each));
  const read = readIn(model.expressions.filter(isOutside));
  const ids = read.has(step.id) ? [...within] : [...within].filter((id) => read.has(id));
  return {
    what: `what the branches of '${step.id}' give`,
    path,
    weight: both(ids.map((id) => both([weightOf(id.length + 4), handed(id, [], model)]))),
    makes: step.id,
  };
}

/** Steps whose outputs are seen behind a scope: what is in a map is not. */
const visibleIn = (scope: Scope): Place[] =>
  scope.places.flatMap((place) => [
    ...(['parallel', 'choice', 'wait', 'scope'].includes(place.step.kind) ? [] : [place]),
    ...(place.step.kind === 'map' ? [] : place.inner.flatMap(visibleIn)),
  ]);

const readIn = (expressions: readonly Expression[]): Set<string> =>
  new Set(
    expressions.flatMap(({ parsed }) =>
      parsed.references.flatMap(({ root, names }) => (root === 'steps' && names[0] ? [names[0].name] : [])),
    ),
  );

/** What an execution of its own is told: the outputs that it reads, each whole, and its item. */
function toldTo(place: Place, model: Model): Parcel[] {
  const { step, path, inner } = place;
  if (step.kind === 'map' && step.mode === 'inline') return [];
  const isInside = ({ scope }: Expression) =>
    scope !== undefined && enclosing(scope).some((each) => inner.includes(each));
  const own = new Set(inner.flatMap(placesBelow).map(({ step: { id } }) => id));
  const read = [...readIn(model.expressions.filter(isInside))].filter((id) => !own.has(id) && id !== step.id);
  const item = step.kind === 'map' ? [weigh('{% $item %}', { moment: 'step', place, scope: inner[0]! }, model)] : [];
  const weight = both([...read.map((id) => both([weightOf(id.length + 4), handed(id, [], model)])), ...item]);
  return [{ what: `what the steps of '${step.id}' are told`, path, weight }];
}
