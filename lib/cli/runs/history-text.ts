import { table } from '../table.ts';

interface Entry {
  seq: number;
  at: string;
  type: string;
  actor: string;
  subject?: string;
  data?: { at?: string };
}

export function historyText(answer: unknown, width: number): string {
  const { items } = answer as { items: Entry[] };
  const rows = items.map(({ seq, at, type, actor, subject = '', data }) => {
    const about = data?.at === undefined ? subject : `${subject}#${data.at}`;
    return [String(seq), at, type, actor, about];
  });
  return table(['SEQ', 'AT', 'TYPE', 'ACTOR', 'ABOUT'], rows, width);
}
