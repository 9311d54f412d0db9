import type { Path } from './problem.ts';
import type { Step, Workflow } from './schema.ts';

/** A list of steps that run one after the other, unless `next` says otherwise: the workflow, a branch, a body, an error handler. */
export interface Scope {
  kind: 'main' | 'branch' | 'body' | 'handler';
  path: Path;
  places: Place[];
  /** The first place of each id. */
  byId: Map<string, Place>;
  /** The step that holds it. */
  parent?: Place;
}

/** A step with where it stands. */
export interface Place {
  step: Step;
  path: Path;
  scope: Scope;
  /** Position in its scope. */
  index: number;
  /** What the step holds: the branches of a parallel step, the body of a map, loop or scope, the handlers of a scope. */
  inner: Scope[];
}

/** The main flow, then the error handlers; what a step holds hangs at the step. */
export function scopesOf({ steps, onError }: Workflow): Scope[] {
  const handlers = onError.map((handler, index) => scopeOf('handler', ['onError', index, 'steps'], handler.steps));
  return [scopeOf('main', ['steps'], steps), ...handlers];
}

function scopeOf(kind: Scope['kind'], path: Path, steps: readonly Step[], parent?: Place): Scope {
  const scope: Scope = { kind, path, places: [], byId: new Map(), ...(parent && { parent }) };
  for (const [index, step] of steps.entries()) {
    const place: Place = { step, path: [...path, index], scope, index, inner: [] };
    scope.places.push(place);
    if (!scope.byId.has(step.id)) scope.byId.set(step.id, place);
    place.inner = listsIn(step).map(([inner, at, list]) => scopeOf(inner, [...place.path, ...at], list, place));
  }
  return scope;
}

type Held = [kind: Scope['kind'], path: Path, steps: readonly Step[]];

/** The lists of steps that a step holds. */
function listsIn(step: Step): Held[] {
  switch (step.kind) {
    case 'parallel':
      return step.branches.map(({ steps }, index) => ['branch', ['branches', index, 'steps'], steps]);
    case 'map':
    case 'loop':
      return [['body', ['steps'], step.steps]];
    case 'scope': {
      const handlers = step.onError.map(({ steps }, index): Held => ['handler', ['onError', index, 'steps'], steps]);
      return [['body', ['steps'], step.steps], ...handlers];
    }
    default:
      return [];
  }
}

/** A scope and those around it, innermost first. */
export function enclosing(scope: Scope): Scope[] {
  return scope.parent ? [scope, ...enclosing(scope.parent.scope)] : [scope];
}

/** A scope and those below it. */
export function withInner(scope: Scope): Scope[] {
  return [scope, ...scope.places.flatMap(({ inner }) => inner.flatMap(withInner))];
}

/** The steps of a scope and of all that its steps hold, in the order of the file. */
export function placesBelow(scope: Scope): Place[] {
  return scope.places.flatMap((place) => [place, ...place.inner.flatMap(placesBelow)]);
}

/** True for the steps of an error handler, and for all that they hold. */
export function isHandler(scope: Scope): boolean {
  return enclosing(scope).some(({ kind }) => kind === 'handler');
}

/** The innermost map, or loop, around a scope. */
export function around(scope: Scope, ...kinds: ('map' | 'loop')[]): Place | undefined {
  return enclosing(scope).find(({ parent }) => kinds.some((kind) => parent?.step.kind === kind))?.parent;
}

/** The step that follows in the file, or `end`. */
export function following({ scope, index }: Place): string {
  return scope.places[index + 1]?.step.id ?? 'end';
}
