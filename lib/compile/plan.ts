import { itemsBound } from '../workflow/items-bound.ts';
import { EVENT_CUT, mapMode } from '../workflow/map-mode.ts';
import type { Model } from '../workflow/model.ts';
import { type Place, placesBelow, type Scope } from '../workflow/scopes.ts';
import type { LoopStep } from '../workflow/steps/loop.ts';
import type { MapStep } from '../workflow/steps/map.ts';
import { ANSWER, CALL, eventsOf, PART, PASS } from './events.ts';
import { stretchesOf } from './stretches.ts';

/** Steps of one list that run as an execution of their own, one after the other in the file. */
export interface Part {
  id: string;
  places: readonly Place[];
  /** Seconds that it may take, and how the file says it. */
  deadline?: string;
}

/** What is split off from the machine around it. */
export interface Plan {
  /** The part that a step belongs to. */
  parts: ReadonlyMap<Place, Part>;
  /** Loops whose rounds run in parts, with how many rounds one takes. */
  rounds: ReadonlyMap<Place, number>;
  /** Maps whose items are executions of their own. */
  distributed: ReadonlySet<Place>;
}

interface Draft {
  model: Model;
  /** Steps that one machine holds, at most. */
  most: number;
  parts: Map<Place, Part>;
  rounds: Map<Place, number>;
  distributed: Set<Place>;
}

/** Splits so that no history has more events than the cut, as far as splitting can. `most`: steps of one machine. */
export function planOf(model: Model, most = Number.POSITIVE_INFINITY): Plan {
  const draft: Draft = { model, most, parts: new Map(), rounds: new Map(), distributed: new Set() };
  for (const scope of model.scopes) fitted(scope, draft);
  return draft;
}

/** Events of a list, at most, once it is split where it must be. */
function fitted(scope: Scope, draft: Draft): number {
  const events = new Map(scope.places.map((place) => [place, eventsAt(place, draft)]));
  const total = sum([...events.values()]);
  const steps = placesBelow(scope).length;
  const isWhole =
    scope.kind === 'body' && scope.parent?.step.kind === 'scope' && scope.parent.step.deadline !== undefined;
  if (isWhole || (total <= EVENT_CUT && steps <= draft.most)) return total;
  return splitList(scope, events, draft);
}

function splitList(scope: Scope, events: ReadonlyMap<Place, number>, draft: Draft): number {
  const stretches = stretchesOf(scope, events, EVENT_CUT, draft.most);
  for (const places of stretches) {
    const part: Part = { id: `${places[0]!.step.id}--on`, places };
    for (const place of places) draft.parts.set(place, part);
  }
  const left = scope.places.filter((place) => !draft.parts.has(place));
  return sum(left.map((place) => events.get(place)!)) + stretches.length * PART;
}

function eventsAt(place: Place, draft: Draft): number {
  const { step, inner } = place;
  switch (step.kind) {
    case 'loop':
      return loopEvents(place, step, fitted(inner[0]!, draft), draft);
    case 'map':
      return mapEvents(place, step, fitted(inner[0]!, draft), draft);
    case 'parallel':
      return branchEvents(place, draft);
    case 'scope':
      return scopeEvents(place, step.deadline, draft);
    default:
      return eventsOf(step, draft.model);
  }
}

function loopEvents(place: Place, { max }: LoopStep, body: number, { rounds }: Draft): number {
  const round = body + 2 * PASS;
  if (PASS + max * round <= EVENT_CUT) return PASS + max * round;
  const each = Math.max(1, Math.floor((EVENT_CUT - PART) / round));
  rounds.set(place, each);
  return PASS + Math.ceil(max / each) * (PART + PASS);
}

function mapEvents(place: Place, step: MapStep, body: number, { model, distributed }: Draft): number {
  const item = 3 * PASS + body;
  const items = itemsBound(step, model);
  if (mapMode(step, items, item) === 'inline') return CALL + items * item;
  distributed.add(place);
  return CALL + 2 * PASS;
}

/** The largest branches are split off until the rest fits. */
function branchEvents({ inner }: Place, draft: Draft): number {
  const sizes = inner.map((scope) => ({ scope, events: fitted(scope, draft) })).sort((a, b) => b.events - a.events);
  let total = CALL + sum(sizes.map(({ events }) => events));
  for (const { scope, events } of sizes) {
    if (total <= EVENT_CUT || events <= PART || draft.parts.has(scope.places[0]!)) break;
    const part: Part = { id: `${scope.places[0]!.step.id}--on`, places: scope.places };
    for (const place of scope.places) draft.parts.set(place, part);
    total += PART - events;
  }
  return total;
}

function scopeEvents({ step, inner }: Place, deadline: string | undefined, draft: Draft): number {
  const [body, ...handlers] = inner;
  const events = fitted(body!, draft);
  if (deadline !== undefined) {
    const part: Part = { id: step.id, places: body!.places, deadline };
    for (const place of body!.places) draft.parts.set(place, part);
  }
  const answers = handlers.map((handler) => ANSWER + fitted(handler, draft));
  return (deadline === undefined ? events : PART) + Math.max(0, ...answers);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
