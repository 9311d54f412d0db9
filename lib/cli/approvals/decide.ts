import { type ApiFlags, connect } from '../api/connect.ts';
import { type Terminal, UsageError } from '../command.ts';
import { readJson } from '../files.ts';
import { approvalIdOf } from './approval.ts';

interface DecideFlags extends ApiFlags {
  link: string;
  code: string;
  approve?: boolean;
  reject?: boolean;
  comment?: string;
  fields?: string;
  digest?: string;
}

export async function decide(given: string, flags: DecideFlags, terminal: Terminal): Promise<void> {
  const answer = answerOf(flags);
  const api = await connect(flags);
  const id = await approvalIdOf(api, given);
  // Without one, the decision is bound to what stands there now, which is what `approvals show` prints.
  const { digest } = flags.digest
    ? { digest: flags.digest }
    : ((await api.get(`/v1/approvals/${id}`)) as { digest: string });
  const decided = (await api.post(`/v1/approvals/${id}/decision`, { ...answer, digest })) as { status: string };
  terminal.out(flags.json ? `${JSON.stringify(decided)}\n` : `${decided.status.toLowerCase()}\n`);
}

/** What is decided, before anything is asked of the API. */
function answerOf({ link, code, approve = false, reject = false, comment, fields }: DecideFlags): object {
  if (approve === reject) throw new UsageError('give either --approve or --reject');
  if (reject && !comment?.trim()) throw new UsageError('--reject needs --comment: why it is rejected');
  return {
    decision: approve ? 'approve' : 'reject',
    link,
    code,
    ...(comment !== undefined && { comment }),
    ...(fields !== undefined && { fields: readJson(fields) }),
  };
}
