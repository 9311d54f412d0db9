import type { Paint } from '../colours.ts';
import { wrap } from '../printable.ts';
import { table } from '../table.ts';
import type { CaseResult } from './judge.ts';

export interface Report {
  ok: boolean;
  /** Of all, with the start of the region. */
  seconds: number;
  results: readonly CaseResult[];
}

/** The report for people. */
export function summary({ ok, seconds, results }: Report, width: number, paint: Paint): string {
  const rows = results.map((result) => [
    result.ok ? 'ok' : 'WRONG',
    result.document,
    result.ended ?? 'not yet',
    result.seconds === undefined ? '' : `${result.seconds.toFixed(1)} s`,
    result.proof.holds ? `${result.proof.entries} entries` : 'BROKEN',
    [result.reason, result.message].filter(Boolean).join(': '),
  ]);
  const good = results.filter((result) => result.ok).length;
  const verdict = `${good} of ${results.length} documents ended as they should, with a proof that holds (${seconds.toFixed(0)} s)`;
  const head = ['', 'DOCUMENT', 'ENDED', 'TOOK', 'PROOF', 'REASON'];
  const wrong = results.filter((result) => !result.ok).map((result) => `${wrongText(result, width)}\n`);
  return `${table(head, rows, width)}\n${wrong.join('')}${paint(ok ? 'bold' : 'red', verdict)}\n`;
}

function wrongText({ document, run, expected, ended, reason, message, proof }: CaseResult, width: number): string {
  const how = ended === undefined ? 'has not ended' : `ended as ${ended}`;
  const why = [reason, message].filter(Boolean).join(': ');
  const broken = proof.holds ? '' : `; proof: ${proof.finding}`;
  return wrap(`${document} ${how}, expected ${expected}${why && ` (${why})`}${broken}; run ${run}`, width, '  ');
}
