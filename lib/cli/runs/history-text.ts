import { table } from '../table.ts';

interface Entry {
  seq: number;
  at: string;
  type: string;
  actor: string;
  subject?: string;
}

export function historyText(answer: unknown, width: number): string {
  const { items } = answer as { items: Entry[] };
  const rows = items.map(({ seq, at, type, actor, subject }) => [String(seq), at, type, actor, subject ?? '']);
  return table(['SEQ', 'AT', 'TYPE', 'ACTOR', 'ABOUT'], rows, width);
}
