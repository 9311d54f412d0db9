import type { painter } from '../colours.ts';
import { table } from '../table.ts';
import type { CaseResult } from './work.ts';

export interface Report {
  ok: boolean;
  seconds: number;
  results: readonly CaseResult[];
}

/** The report for people. */
export function summary({ ok, seconds, results }: Report, paint: ReturnType<typeof painter>): string {
  const rows = results.map(({ document, ended, expected, reason, seconds: took, proof, ok: good }) => [
    good ? 'ok' : 'WRONG',
    document,
    ended === expected ? expected : `${ended ?? 'did not end'}, expected ${expected}`,
    reason ?? '',
    `${took.toFixed(1)} s`,
    proof.holds ? `holds (${proof.entries} entries)` : `DOES NOT HOLD: ${proof.finding}`,
  ]);
  const good = results.filter((result) => result.ok).length;
  const verdict = `${good} of ${results.length} documents ended as they should, with a proof that holds (${seconds} s)`;
  return `\n${table(['', 'DOCUMENT', 'ENDED', 'REASON', 'TOOK', 'PROOF'], rows)}\n${paint(ok ? 'bold' : 'red', verdict)}\n`;
}
