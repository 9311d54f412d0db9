import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { CLIENT } from './clients.ts';
import { env } from './env.ts';

export interface Mail {
  to: readonly string[];
  subject: string;
  text: string;
  html?: string;
  /** What the mail is known by: travels as header `X-Countersign-Key`, so that a receiver can drop a second copy. */
  key: string;
}

const client = new SESv2Client(CLIENT);

/** Sends a mail and returns SES's message id. SES takes no idempotency key: who must not send twice asks the ledger first. */
export async function sendMail(mail: Mail): Promise<string> {
  const command = new SendEmailCommand({
    FromEmailAddress: env('COUNTERSIGN_MAIL_FROM'),
    Destination: { ToAddresses: [...mail.to] },
    Content: {
      Simple: {
        Subject: utf8(mail.subject),
        Body: { Text: utf8(mail.text), ...(mail.html && { Html: utf8(mail.html) }) },
        Headers: [{ Name: 'X-Countersign-Key', Value: mail.key }],
      },
    },
  });
  const { MessageId } = await client.send(command);
  return MessageId!;
}

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
