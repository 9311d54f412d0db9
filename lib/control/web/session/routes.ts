import { formOf } from '../body.ts';
import { document, seeOther } from '../message.ts';
import { PageProblem } from '../refusal.ts';
import { webRoute } from '../route.ts';
import { redeemCode, requestCode } from './code.ts';
import { beginSession, endSession } from './session.ts';
import { codePage, signInPage } from './view.ts';

export const showSignIn = webRoute({
  method: 'GET',
  path: /^\/sign-in$/,
  for: 'everybody',
  run: async ({ request }) => document(200, signInPage(localPath(request.query.get('next')))),
});

export const askForCode = webRoute({
  method: 'POST',
  path: /^\/sign-in$/,
  for: 'everybody',
  run: async ({ ports, request }) => {
    const form = formOf(request);
    const [email, next] = [(form.get('email') ?? '').trim(), localPath(form.get('next'))];
    if (!/^[^\s@]{1,64}@[^\s@]{1,190}$/.test(email)) return document(422, signInPage(next, NO_ADDRESS));
    try {
      await requestCode(ports, email);
      return document(200, codePage(email, next));
    } catch (error) {
      if (!(error instanceof PageProblem)) throw error;
      return document(error.status, signInPage(next, error));
    }
  },
});

export const enterCode = webRoute({
  method: 'POST',
  path: /^\/sign-in\/code$/,
  for: 'everybody',
  run: async ({ ports, request }) => {
    const form = formOf(request);
    const [email, next] = [form.get('email') ?? '', localPath(form.get('next'))];
    try {
      const person = await redeemCode(ports, email, form.get('code') ?? '');
      return seeOther(next, [await beginSession(ports, person)]);
    } catch (error) {
      if (!(error instanceof PageProblem)) throw error;
      return document(error.status, codePage(email, next, error));
    }
  },
});

/** Needs no token of the session: that another page signs somebody out is refused by where it comes from. */
export const signOut = webRoute({
  method: 'POST',
  path: /^\/sign-out$/,
  for: 'everybody',
  run: async ({ ports, request }) => seeOther('/', [await endSession(ports, request)]),
});

const NO_ADDRESS = new PageProblem(422, 'That is no e-mail address', 'Write it like name@example.com.');

/** A path of our own, or the start page: a sign-in leads nowhere else. */
const localPath = (next: string | null | undefined): string =>
  next && /^\/(approvals|runs)(\/[\w.-]+)?$/.test(next) ? next : '/';
