import { decide, mustBeOpen } from '../../../approvals/decide.ts';
import { Refused } from '../../../approvals/errors.ts';
import type { ApprovalRow, Decision } from '../../../approvals/row.ts';
import type { Person } from '../../../policy/directory.ts';
import { REFUSAL_STATUS } from '../../refusal-status.ts';
import { formOf } from '../body.ts';
import { document, seeOther, type WebRequest, type WebResponse } from '../message.ts';
import type { PageParts } from '../page.ts';
import type { WebPorts } from '../ports.ts';
import { lookAt } from './look.ts';
import { alertOf } from './refused.ts';
import { type Submission, submissionOf, withProblems } from './submission.ts';
import { type ApprovalPage, approvalPage } from './view.ts';

/** A way to an approval, and who comes by it: through the link of a mail, or signed in. */
export interface Door {
  row: ApprovalRow;
  person: Person;
  /** Address of the page. Its images lie below it. */
  path: string;
  /** What the page asks of the person before they decide. */
  proof: ApprovalPage['proof'];
  /** What was proved when `prove` does not throw. */
  proves: Decision['proof'];
  /** Throws `Refused` or `PageProblem` if the form does not prove that the person is there. */
  prove(submission: Submission): Promise<void>;
  signedIn?: PageParts['signedIn'];
}

type Extra = Pick<ApprovalPage, 'typed' | 'alert'>;

/** The page as it is now. Changes nothing. */
export async function show(ports: WebPorts, door: Door, status = 200, extra: Extra = {}): Promise<WebResponse> {
  const { row, person, path, proof, signedIn } = door;
  const look = await lookAt(ports, row);
  const { people } = ports.directory;
  const place = { viewer: person.id, proof, imageBase: `${path}/page/`, ...(signedIn && { signedIn }) };
  return document(status, approvalPage({ look, people, ...place, ...extra }));
}

/** Takes the decision that a form holds. What was refused is told on the same page, with what the person had typed. */
export async function submit(ports: WebPorts, open: () => Promise<Door>, request: WebRequest): Promise<WebResponse> {
  const door = await open();
  const look = await lookAt(ports, door.row);
  const submission = submissionOf(look, formOf(request));
  const { decision, typed } = submission;
  if (decision === 'look' || decision === 'more') return show(ports, door, 200, { typed });
  try {
    mustBeOpen(door.row, ports.clock.now());
    await door.prove(submission);
    await take(ports, door, submission, decision);
    return seeOther(door.path);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return again(ports, await open(), submission, error);
  }
}

async function take(
  ports: WebPorts,
  { row, person, proves: proof }: Door,
  { digest, comment, fields }: Submission,
  decision: Decision['decision'],
): Promise<void> {
  await decide(ports, row, { person, proof, decision, digest, comment, ...(fields !== undefined && { fields }) });
}

async function again(ports: WebPorts, door: Door, { typed }: Submission, refused: Refused): Promise<WebResponse> {
  const { refusal } = refused;
  const told = refusal.code === 'invalid-fields' ? withProblems(door.row, typed, refusal.problems) : typed;
  return show(ports, door, REFUSAL_STATUS[refusal.code], { typed: told, alert: alertOf(refused, told.problems) });
}
