import type { Reason } from '../runs/run.ts';
import type { DemoCase, End, Expectation } from './cases.ts';
import type { Proof, Prove } from './prove.ts';

/** What the API shows of a run, as far as it is needed here. */
export interface RunView {
  id: string;
  status: string;
  startedAt: string;
  endedAt?: string;
  reason?: Reason;
  output?: { reviewed?: boolean };
}

/** A document that has been handed in. */
export interface OpenCase {
  /** Of the run that it starts. */
  id: string;
  case: DemoCase;
  /** When it was handed in, in milliseconds of the process's clock. */
  since: number;
  /** Once it has ended. */
  run?: RunView;
}

export interface CaseResult {
  document: string;
  run: string;
  expected: End;
  /** How it ended; absent if it did not in time. */
  ended?: End;
  /** Error name where it did not go through. */
  reason?: string;
  message?: string;
  /** From its start to its end; absent if it did not end. */
  seconds?: number;
  proof: Proof;
  ok: boolean;
}

/** Ok if it ended as the file beside the document says, with a proof that holds. */
export async function judge({ id, case: { name, expected }, run }: OpenCase, prove: Prove): Promise<CaseResult> {
  const about = { document: name, run: id, expected: expected.ends };
  if (!run?.endedAt) {
    return { ...about, proof: { entries: 0, holds: false, finding: 'the run has not ended' }, ok: false };
  }
  const ended = endOf(run);
  const proof = await prove(id);
  return {
    ...about,
    ended,
    ...(run.reason && { reason: run.reason.name, message: run.reason.message }),
    seconds: (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000,
    proof,
    ok: ended === expected.ends && isFor(expected, run) && proof.holds,
  };
}

/** What stands in the exception queue is known by its error name; rejections give their reason in words. */
const isFor = ({ ends, reason }: Expectation, run: RunView): boolean =>
  ends !== 'exception' || reason === undefined || run.reason?.name === reason;

const ENDS: Record<string, End> = { REJECTED: 'rejected', EXCEPTED: 'exception', STOPPED: 'stopped' };

const endOf = ({ status, output }: RunView): End =>
  status === 'SUCCEEDED' ? (output?.reviewed ? 'reviewed' : 'done') : ENDS[status]!;
