import { table } from '../table.ts';

interface Graph {
  nodes: { id: string; kind: string; status: string }[];
  edges: { from: string; to: string; label?: string }[];
}

export function graphText(answer: unknown, width: number): string {
  const { nodes, edges } = answer as Graph;
  const next = (id: string) =>
    edges
      .filter(({ from }) => from === id)
      .map(({ to }) => to)
      .join(', ');
  const rows = nodes.map(({ id, kind, status }) => [id, kind, status, next(id)]);
  return table(['STEP', 'KIND', 'STATUS', 'NEXT'], rows, width);
}
