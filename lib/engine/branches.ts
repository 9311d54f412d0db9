import type { Graph } from '../workflow/graph.ts';

/** Ids of the steps in the branches of a parallel step, however deep, but for the branches named. */
export function stepsBeside({ nodes }: Graph, parallel: string, branches: readonly string[]): Set<string> {
  const others = nodes.filter(({ inside }) => inside?.step === parallel && !branches.includes(inside.part));
  return new Set(others.flatMap(({ id }) => [id, ...below(nodes, id)]));
}

const below = (nodes: Graph['nodes'], step: string): string[] =>
  nodes.filter(({ inside }) => inside?.step === step).flatMap(({ id }) => [id, ...below(nodes, id)]);
