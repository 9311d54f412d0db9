import type { Model } from './model.ts';
import type { StepKind } from './schema.ts';
import { following, type Place, type Scope } from './scopes.ts';

/** An edge of the flow. `to` is a step, or `end`. */
export interface Edge {
  from: string;
  to: string;
  /** Of a choice: its condition, or `otherwise`. Of a parallel step: the branch that begins. Of a map, loop or scope: `body`, or the errors of a handler. */
  label?: string;
}

export interface Node {
  id: string;
  kind: StepKind;
  description?: string;
  /** The step that holds it, and which part of that: a branch, `body`, or the errors of a handler. */
  inside?: { step: string; part: string };
  /** Stands in an error handler, by its number in the file from 0. */
  handler?: number;
}

/** The flow as a page draws it: the steps in the order of the file. */
export interface Graph {
  nodes: Node[];
  edges: Edge[];
}

export function graphOf(model: Model): Graph {
  return {
    nodes: model.places.map(nodeOf),
    edges: model.places.flatMap((place) => [...edgesOf(place), ...forks(place)]),
  };
}

/** Where a step may go next inside its scope. */
export function edgesOf(place: Place): Edge[] {
  const { step } = place;
  if (step.kind !== 'choice') return [{ from: step.id, to: step.next ?? following(place) }];
  const choices = step.choices.map(({ when, next }) => ({ from: step.id, to: next, label: when }));
  return [...choices, { from: step.id, to: step.otherwise, label: 'otherwise' }];
}

function forks({ step, inner }: Place): Edge[] {
  return inner.flatMap((scope) => {
    const first = scope.places[0];
    return first ? [{ from: step.id, to: first.step.id, label: partOf(scope) }] : [];
  });
}

function nodeOf({ step, scope }: Place): Node {
  const { id, kind, description } = step;
  const handler = scope.path[0] === 'onError' ? Number(scope.path[1]) : undefined;
  return {
    id,
    kind,
    ...(description && { description }),
    ...(scope.parent && { inside: { step: scope.parent.step.id, part: partOf(scope) } }),
    ...(handler !== undefined && { handler }),
  };
}

/** What a scope is called among those of the step that holds it. */
export function partOf({ parent, kind, path }: Scope): string {
  const number = Number(path.at(-2));
  if (parent?.step.kind === 'parallel') return parent.step.branches[number]!.id;
  if (parent?.step.kind !== 'scope' || kind !== 'handler') return 'body';
  const { errors } = parent.step.onError[number]!;
  return errors === 'any' ? errors : errors.join(', ');
}
