import type { Path } from './problem.ts';
import type { Step, Workflow } from './schema.ts';

/** A list of steps that run one after the other, unless `next` says otherwise: the workflow, a branch, an error handler. */
export interface Scope {
  kind: 'main' | 'branch' | 'handler';
  path: Path;
  places: Place[];
  /** The first place of each id. */
  byId: Map<string, Place>;
  /** The parallel step that a branch belongs to. */
  parent?: Place;
}

/** A step with where it stands. */
export interface Place {
  step: Step;
  path: Path;
  scope: Scope;
  /** Position in its scope. */
  index: number;
  /** Of a parallel step. */
  branches: Scope[];
}

/** The main flow, then the error handlers; branches hang at their steps. */
export function scopesOf({ steps, onError }: Workflow): Scope[] {
  const handlers = onError.map((handler, index) => scopeOf('handler', ['onError', index, 'steps'], handler.steps));
  return [scopeOf('main', ['steps'], steps), ...handlers];
}

function scopeOf(kind: Scope['kind'], path: Path, steps: readonly Step[], parent?: Place): Scope {
  const scope: Scope = { kind, path, places: [], byId: new Map(), ...(parent && { parent }) };
  for (const [index, step] of steps.entries()) {
    const place: Place = { step, path: [...path, index], scope, index, branches: [] };
    scope.places.push(place);
    if (!scope.byId.has(step.id)) scope.byId.set(step.id, place);
    if (step.kind !== 'parallel') continue;
    place.branches = step.branches.map((branch, number) =>
      scopeOf('branch', [...place.path, 'branches', number, 'steps'], branch.steps, place),
    );
  }
  return scope;
}

/** A scope and those around it, innermost first. */
export function enclosing(scope: Scope): Scope[] {
  return scope.parent ? [scope, ...enclosing(scope.parent.scope)] : [scope];
}

/** A scope and those below it. */
export function withBranches(scope: Scope): Scope[] {
  return [scope, ...scope.places.flatMap(({ branches }) => branches.flatMap(withBranches))];
}

/** The steps of a scope and of all branches below it, in the order of the file. */
export function placesBelow(scope: Scope): Place[] {
  return scope.places.flatMap((place) => [place, ...place.branches.flatMap(placesBelow)]);
}

/** True for the steps of an error handler, and those in branches below it. */
export function isHandler(scope: Scope): boolean {
  return enclosing(scope).some(({ kind }) => kind === 'handler');
}

/** The step that follows in the file, or `end`. */
export function following({ scope, index }: Place): string {
  return scope.places[index + 1]?.step.id ?? 'end';
}
