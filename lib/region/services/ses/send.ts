/** SendEmail: checks who sends, and files the mail. */
import { AwsError, type Call } from '../../service.ts';
import { operation } from '../../shape.ts';
import { bare, parseAddress } from './address.ts';
import { compose, type SendEmail, sendEmail } from './compose.ts';
import type { Mail } from './mails.ts';
import type { Ses } from './ses.ts';

export function sending(ses: Ses) {
  const { region, identities, mails } = ses;

  function authorize(call: Call, input: SendEmail, mail: Pick<Mail, 'from' | 'to' | 'cc' | 'bcc'>): void {
    const { name, address } = parseAddress(mail.from);
    const identity = identities.sending(mail.from)?.arn ?? identities.identityArn(address);
    const set = input.ConfigurationSetName ? [identities.setArn(input.ConfigurationSetName)] : [];
    call.authorize(input.Content.Raw ? 'ses:SendRawEmail' : 'ses:SendEmail', [identity, ...set], {
      'ses:FromAddress': address,
      'ses:FromDisplayName': name,
      'ses:Recipients': [...mail.to, ...mail.cc, ...mail.bcc].map(bare),
    });
  }

  /** Throws `MessageRejected`, `NotFoundException` or `SendingPausedException`. */
  function check(input: SendEmail, from: string): void {
    if (!identities.sending(from)) {
      const where = `in region ${region.name.toUpperCase()}: ${parseAddress(from).address}`;
      const message = `Email address is not verified. The following identities failed the check ${where}`;
      throw new AwsError('MessageRejected', message);
    }
    const name = input.ConfigurationSetName;
    if (name && !identities.set(name).sendingEnabled) {
      throw new AwsError('SendingPausedException', `Sending is paused for configuration set <${name}>.`);
    }
  }

  return operation(
    'SendEmail',
    sendEmail,
    async (input, call) => {
      const mail = await compose(input);
      authorize(call, input, mail);
      check(input, mail.from);
      const now = region.clock.now();
      const id = `${now.toString(16).padStart(16, '0')}-${region.id(16)}-000000`;
      mails.add({ id, at: new Date(now).toISOString(), ...mail });
      region.log('info', `ses: "${mail.subject}" to ${mail.to.length + mail.cc.length + mail.bcc.length} recipient(s)`);
      return { MessageId: id };
    },
    'BadRequestException',
  );
}
