import { MAX_ATTEMPTS } from '../../../approvals/code.ts';
import { mustBeOpen } from '../../../approvals/decide.ts';
import { Refused } from '../../../approvals/errors.ts';
import { checkCode, type Followed, followLink } from '../../../approvals/link.ts';
import { Conflict } from '../../../engine/errors.ts';
import { formOf } from '../body.ts';
import { html } from '../html.ts';
import { document, seeOther, type WebResponse } from '../message.ts';
import type { WebPorts } from '../ports.ts';
import { PageProblem } from '../refusal.ts';
import { webRoute } from '../route.ts';
import { mustBeOurs } from '../same-origin.ts';
import { decideOn, mustBeRunning } from './decide.ts';
import type { Proof } from './decision-form.ts';
import { sendImage } from './image.ts';
import { type Look, lookAt } from './look.ts';
import { alertOf, STATUS } from './refused.ts';
import { type Submission, submissionOf, withProblems } from './submission.ts';
import { type ApprovalPage, approvalPage } from './view.ts';

const PLACE = /^\/approve\/(?<link>[\w-]{1,100})$/;

/** Opening a link changes nothing, whoever or whatever opens it. */
export const showLink = webRoute({
  method: 'GET',
  path: PLACE,
  run: async (ports, _request, { link }) => {
    const { followed, look } = await open(ports, link!);
    return show(200, ports, link!, followed, look);
  },
});

export const showLinkImage = webRoute({
  method: 'GET',
  path: /^\/approve\/(?<link>[\w-]{1,100})\/page\/(?<number>[1-9]\d{0,3})$/,
  run: async (ports, _request, { link, number }) => {
    const { look } = await open(ports, link!);
    return sendImage(ports, look, Number(number));
  },
});

/** Decides, for the person whom the link was sent to, by the code from the same mail. */
export const decideByLink = webRoute({
  method: 'POST',
  path: PLACE,
  run: async (ports, request, { link }) => {
    mustBeOurs(request, ports.url);
    const { followed, look } = await open(ports, link!);
    const submission = submissionOf(look, formOf(request));
    if (submission.decision === 'look' || submission.decision === 'more')
      return show(200, ports, link!, followed, look, { typed: submission.typed });
    try {
      await take(ports, link!, followed, look, submission);
      return seeOther(`/approve/${link}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return again(ports, link!, submission, error);
    }
  },
});

async function take(
  ports: WebPorts,
  link: string,
  followed: Followed,
  look: Look,
  submission: Submission,
): Promise<void> {
  mustBeOpen(followed.row, ports.clock.now());
  mustBeRunning(look);
  await mustHaveCode(ports, link, submission.code);
  await decideOn(ports, look, submission, { person: followed.person, proof: 'code' });
}

/** Wrong codes that come at the same moment are counted one after the other. */
async function mustHaveCode(ports: WebPorts, link: string, code: string): Promise<void> {
  for (let attempt = 0; attempt <= MAX_ATTEMPTS; attempt += 1) {
    try {
      return await checkCode(ports, link, await followLink(ports, link), code);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
  throw new PageProblem(429, 'Too many tries at once', 'Nothing was decided. Wait a moment, and try again.');
}

async function open(ports: WebPorts, link: string): Promise<{ followed: Followed; look: Look }> {
  try {
    const followed = await followLink(ports, link);
    return { followed, look: await lookAt(ports, followed.row) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new PageProblem(
      404,
      'This link leads nowhere',
      `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`,
    );
  }
}

/** The page as it is now, with what the person had typed, and why it was not taken. */
async function again(ports: WebPorts, link: string, { typed }: Submission, refused: Refused): Promise<WebResponse> {
  const { followed, look } = await open(ports, link);
  const { refusal } = refused;
  const withFields = refusal.code === 'invalid-fields' ? withProblems(look, typed, refusal.problems) : typed;
  const alert = alertOf(refused, [...withFields.problems.values()]);
  return show(STATUS[refusal.code], ports, link, followed, look, { typed: withFields, alert });
}

function show(
  status: number,
  ports: WebPorts,
  link: string,
  { link: sent, person }: Followed,
  look: Look,
  parts: Pick<ApprovalPage, 'typed' | 'alert'> = {},
): WebResponse {
  const { run, approval } = look.row;
  const signInUrl = `/sign-in?next=${encodeURIComponent(`/approvals/${run}.${approval}`)}`;
  const proof: Proof =
    sent.attempts >= MAX_ATTEMPTS ? { by: 'locked', signInUrl } : { by: 'code', person: person.name, signInUrl };
  const { people } = ports.directory;
  const imageBase = `/approve/${link}/page/`;
  return document(status, approvalPage({ look, people, viewer: person.id, proof, imageBase, back: html``, ...parts }));
}
