import { facts, table } from '../table.ts';
import { type Reason, type Run, reasonText } from './run.ts';

interface RunView extends Run {
  steps: { step: string; at?: string; kind: string; status: string; attempt?: number; reason?: Reason }[];
  audit: { entries: number; head: string };
}

export function runText(answer: unknown, width: number): string {
  const { id, workflow, version, status, reason, startedAt, endedAt, audit, steps } = answer as RunView;
  const about = facts(
    [
      ['run', id],
      ['workflow', `${workflow} ${version}`],
      ['status', status],
      ...(reason ? [['reason', reasonText(reason)] as const] : []),
      ['started', startedAt],
      ['ended', endedAt ?? 'not yet'],
      ['audit', `${audit.entries} entries, head ${audit.head.slice(0, 16)}…`],
    ],
    width,
  );
  if (steps.length === 0) return `${about}\nno step has begun\n`;
  const rows = steps.map((step) => [
    step.at === undefined ? step.step : `${step.step}#${step.at}`,
    step.kind,
    step.status,
    String(step.attempt ?? ''),
    step.reason ? reasonText(step.reason) : '',
  ]);
  return `${about}\n${table(['STEP', 'KIND', 'STATUS', 'ATTEMPT', 'REASON'], rows, width)}`;
}
