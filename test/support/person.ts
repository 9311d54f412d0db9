import { doorsOf } from '../../lib/cli/local/doors.ts';
import type { Product } from './product.ts';

/** A person of the directory at the pages of a deployment, signed in. */
export interface SignedIn {
  /** The page at a path, as text. */
  read(path: string): Promise<string>;
  /** Sends the form of a page; gives the status and the page that comes back. */
  send(path: string, form: Readonly<Record<string, string>>): Promise<{ status: number; page: string }>;
}

/** Signs a person in with the code that was mailed. */
export async function signIn({ region }: Product, email: string): Promise<SignedIn> {
  const { url, mailbox } = await doorsOf(region);
  const ask = (path: string, init: RequestInit = {}) => fetch(new URL(path, url), { redirect: 'manual', ...init });
  const submit = (path: string, form: Readonly<Record<string, string>>, headers: Record<string, string> = {}) =>
    ask(path, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
    });
  await submit('/sign-in', { email, next: '/' });
  const mails = (await (await fetch(`${mailbox}messages`)).json()) as { to: string[]; text: string }[];
  const code = /(\d{4} \d{4})/.exec(mails.find(({ to }) => to.includes(email))!.text)![1]!;
  const entered = await submit('/sign-in/code', { email, code, next: '/' });
  const cookie = entered.headers.getSetCookie()[0]!.split(';')[0]!;
  return {
    read: async (path) => (await ask(path, { headers: { cookie } })).text(),
    send: async (path, form) => {
      const response = await submit(path, form, { cookie });
      return { status: response.status, page: await response.text() };
    },
  };
}
