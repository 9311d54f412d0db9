/** The mail that an input of SendEmail describes: its parts, or a MIME message of the sender's own. */
import PostalMime, { type Address, type Attachment as MimeAttachment } from 'postal-mime';
import * as z from 'zod';
import { AwsError } from '../../service.ts';
import { blob } from '../../shape.ts';
import { parseAddress } from './address.ts';
import type { Attachment, Mail } from './mails.ts';

const text = z.strictObject({ Data: z.string(), Charset: z.string().optional() });
const attachment = z.strictObject({
  RawContent: blob,
  FileName: z.string(),
  ContentType: z.string().default('application/octet-stream'),
  ContentDisposition: z.string().optional(),
  ContentDescription: z.string().optional(),
  ContentId: z.string().optional(),
  ContentTransferEncoding: z.string().optional(),
});
const simple = z.strictObject({
  Subject: text,
  Body: z.strictObject({ Text: text.optional(), Html: text.optional() }),
  Headers: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).default([]),
  Attachments: z.array(attachment).default([]),
});
const addresses = z.array(z.string()).default([]);

export const sendEmail = z.strictObject({
  FromEmailAddress: z.string().optional(),
  FromEmailAddressIdentityArn: z.string().optional(),
  Destination: z.strictObject({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses }).prefault({}),
  ReplyToAddresses: addresses,
  Content: z.strictObject({ Simple: simple.optional(), Raw: z.strictObject({ Data: blob }).optional() }),
  EmailTags: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).default([]),
  ConfigurationSetName: z.string().optional(),
});
export type SendEmail = z.output<typeof sendEmail>;
type Composed = Omit<Mail, 'id' | 'at'>;

/** Throws `BadRequestException` when there is no sender, recipient or content. */
export async function compose(input: SendEmail): Promise<Composed> {
  const { Simple, Raw } = input.Content;
  const mail = Simple ? fromParts(input, Simple) : Raw ? await fromMime(input, Raw.Data) : undefined;
  if (!mail) throw new AwsError('BadRequestException', 'Content must have Simple or Raw.');
  if (!mail.from) throw new AwsError('BadRequestException', 'Missing required header: From.');
  const recipients = [...mail.to, ...mail.cc, ...mail.bcc];
  if (recipients.length === 0)
    throw new AwsError('BadRequestException', 'The request must have at least one recipient.');
  if (recipients.length > 50) throw new AwsError('BadRequestException', 'Recipient count exceeds 50.');
  const wrong = [mail.from, ...recipients].find((address) => !/^[^@\s]+@[^@\s]+$/.test(parseAddress(address).address));
  if (wrong) throw new AwsError('BadRequestException', `Invalid email address: ${wrong}`);
  return mail;
}

/** What both kinds take from the request itself. */
function common({ EmailTags, ConfigurationSetName }: SendEmail) {
  const tags = Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, Value]));
  return { tags, configurationSet: ConfigurationSetName };
}

function fromParts(input: SendEmail, { Subject, Body, Headers, Attachments }: z.output<typeof simple>): Composed {
  const { ToAddresses, CcAddresses, BccAddresses } = input.Destination;
  if (!Body.Text && !Body.Html) throw new AwsError('BadRequestException', 'The body must have Text or Html.');
  return {
    ...common(input),
    from: input.FromEmailAddress ?? '',
    to: ToAddresses,
    cc: CcAddresses,
    bcc: BccAddresses,
    replyTo: input.ReplyToAddresses,
    subject: Subject.Data,
    text: Body.Text?.Data ?? '',
    html: Body.Html?.Data ?? '',
    headers: Headers.map(({ Name, Value }) => ({ name: Name, value: Value })),
    attachments: Attachments.map((file) => ({
      filename: file.FileName,
      contentType: file.ContentType,
      content: file.RawContent,
    })),
  };
}

/** The request's recipients, where it names any, count more than the headers of the message. */
async function fromMime(input: SendEmail, data: Uint8Array): Promise<Composed> {
  const mime = await PostalMime.parse(data);
  const { ToAddresses, CcAddresses, BccAddresses } = input.Destination;
  const given = ToAddresses.length + CcAddresses.length + BccAddresses.length > 0;
  return {
    ...common(input),
    from: input.FromEmailAddress ?? (mime.from ? written([mime.from])[0]! : ''),
    to: given ? ToAddresses : written(mime.to),
    cc: given ? CcAddresses : written(mime.cc),
    bcc: given ? BccAddresses : written(mime.bcc),
    replyTo: input.ReplyToAddresses.length > 0 ? input.ReplyToAddresses : written(mime.replyTo),
    subject: mime.subject ?? '',
    text: mime.text ?? '',
    html: mime.html ?? '',
    headers: mime.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    attachments: mime.attachments.map(attached),
  };
}

function written(addresses: readonly Address[] = []): string[] {
  return addresses.flatMap(({ name, address, group }) =>
    group ? written(group) : [name ? `${name} <${address}>` : (address ?? '')],
  );
}

function attached({ filename, mimeType, content }: MimeAttachment, index: number): Attachment {
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
  return { filename: filename ?? `attachment-${index + 1}`, contentType: mimeType, content: bytes };
}
