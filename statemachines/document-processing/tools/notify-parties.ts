import { type Mail, sendMail } from '../../../lib/aws/mail.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';
import { type Directory, peopleIn } from '../../../lib/policy/directory.ts';

interface Input {
  outcome: 'archived' | 'rejected';
  role: string;
  name: string;
  number?: string | null;
  supplier?: string | null;
  total?: string | null;
  currency?: string | null;
  reason?: string;
}

/** The mail to everyone in a role, or none if there is nobody. */
export function compose(
  { input, key, run }: Pick<EffectCall<Input>, 'input' | 'key' | 'run'>,
  directory: Directory,
): Mail {
  const { outcome, name, number, supplier, total, currency, reason } = input;
  const facts = [
    ['Document', name],
    ['Number', number],
    ['Supplier', supplier],
    ['Total', total && `${total} ${currency ?? ''}`.trim()],
    ['Reason', reason],
    ['Run', run.id],
  ].filter(([, value]) => value);
  const text = [
    `The document ${name} was ${outcome}.`,
    '',
    ...facts.map(([label, value]) => `${label}: ${value}`),
  ].join('\n');
  const to = peopleIn(directory, input.role).map(({ email }) => email);
  return { to, subject: oneLine(`Document ${outcome}: ${number ?? name}`), text, key };
}

/** A subject is one line, whatever the sender of a document has called it. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 150);

/**
 * Tells people what has become of a document. SES takes no key: the envelope keeps a completed step from sending again,
 * and a second copy after a crash carries the same key in its header.
 */
export const handler = defineTool({
  effect: async (call: EffectCall<Input>) => {
    const { default: directory } = await import('@countersign/directory');
    const mail = compose(call, directory);
    if (mail.to.length > 0) await sendMail(mail);
    return { sent: mail.to.length > 0 ? 1 : 0 };
  },
});
