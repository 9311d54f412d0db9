import { printCode } from '../../../approvals/code.ts';
import { sha256 } from '../../../engine/keys.ts';
import type { Person } from '../../../policy/directory.ts';
import { html } from '../html.ts';

/** The mail with a code to sign in with. It holds no link: who asked for it has the page open. */
export function signInMail({ url }: { url: string }, { name }: Person, code: string) {
  const lines = [
    `Dear ${name},`,
    `your code to sign in to Countersign is ${printCode(code)}. It holds for ten minutes, and works once.`,
    `Enter it only on ${url}. If you have not asked for it, you need do nothing.`,
  ];
  return {
    subject: 'Your code to sign in',
    text: lines.join('\n\n'),
    html: lines.map((line) => html`<p>${line}</p>`.text).join('\n'),
    key: sha256(`sign-in:${name}:${code}`),
  };
}
