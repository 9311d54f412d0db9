import type { Model } from './model.ts';
import type { StepKind } from './schema.ts';
import { following, type Place, type Scope } from './scopes.ts';

/** An edge of the flow. `to` is a step, or `end`. */
export interface Edge {
  from: string;
  to: string;
  /** Of a choice: its condition, or `otherwise`. Of a parallel step: the branch that begins. */
  label?: string;
}

export interface Node {
  id: string;
  kind: StepKind;
  description?: string;
  /** The parallel step and the branch that the step stands in. */
  inside?: { parallel: string; branch: string };
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

function forks({ step }: Place): Edge[] {
  if (step.kind !== 'parallel') return [];
  return step.branches.map(({ id, steps }) => ({ from: step.id, to: steps[0]!.id, label: id }));
}

function nodeOf({ step, scope }: Place): Node {
  const { id, kind, description } = step;
  const inside = insideOf(scope);
  const handler = scope.path[0] === 'onError' ? Number(scope.path[1]) : undefined;
  return {
    id,
    kind,
    ...(description && { description }),
    ...(inside && { inside }),
    ...(handler !== undefined && { handler }),
  };
}

function insideOf({ parent, path }: Scope): Node['inside'] {
  if (parent?.step.kind !== 'parallel') return undefined;
  return { parallel: parent.step.id, branch: parent.step.branches[Number(path.at(-2))]!.id };
}
