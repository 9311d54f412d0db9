import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  GetEmailIdentityCommand,
  MessageRejected,
  NotFoundException,
  SESv2Client,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import { ses } from '../../lib/region/services/ses/index.ts';
import { type Started, startRegion } from './region.ts';

let started: Started;
let client: SESv2Client;

beforeAll(async () => {
  started = await startRegion({ services: [ses] });
  client = new SESv2Client(started.settings);
  await client.send(new CreateEmailIdentityCommand({ EmailIdentity: 'example.com' }));
});

afterAll(async () => {
  client.destroy();
  await started.stop();
});

const FromEmailAddress = 'Countersign <no-reply@example.com>';
const Simple = { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'https://a.test/1' } } };
const messages = async (to: string) =>
  (await fetch(`${started.settings.endpoint}/_region/ses/messages?to=${encodeURIComponent(to)}`)).json();

test('a mail that the client sends is in the mailbox', async () => {
  await client.send(new CreateConfigurationSetCommand({ ConfigurationSetName: 'main' }));
  const sent = await client.send(
    new SendEmailCommand({
      FromEmailAddress,
      Destination: { ToAddresses: ['ann@test.org'] },
      Content: { Simple: { ...Simple, Attachments: [{ FileName: 'a.txt', RawContent: Buffer.from('file') }] } },
      EmailTags: [{ Name: 'run', Value: 'r1' }],
      ConfigurationSetName: 'main',
    }),
  );
  expect(await messages('ann@test.org')).toMatchObject([
    {
      id: sent.MessageId,
      subject: 'Hello',
      links: ['https://a.test/1'],
      tags: { run: 'r1' },
      attachments: [{ filename: 'a.txt', size: 4 }],
    },
  ]);
});

test('a raw mail is read', async () => {
  const Data = Buffer.from('From: no-reply@example.com\r\nTo: raw@test.org\r\nSubject: Raw\r\n\r\nbody\r\n');
  await client.send(new SendEmailCommand({ Content: { Raw: { Data } } }));
  expect(await messages('raw@test.org')).toMatchObject([{ subject: 'Raw', text: expect.stringContaining('body') }]);
});

test('an address that is not verified is MessageRejected', async () => {
  const sent = client.send(
    new SendEmailCommand({
      FromEmailAddress: 'me@elsewhere.org',
      Destination: { ToAddresses: ['ann@test.org'] },
      Content: { Simple },
    }),
  );
  await expect(sent).rejects.toBeInstanceOf(MessageRejected);
});

test('identities are read back, and one that is not there is NotFoundException', async () => {
  const identity = await client.send(new GetEmailIdentityCommand({ EmailIdentity: 'example.com' }));
  expect(identity).toMatchObject({ IdentityType: 'DOMAIN', VerifiedForSendingStatus: true });
  const missing = client.send(new GetEmailIdentityCommand({ EmailIdentity: 'none.org' }));
  await expect(missing).rejects.toBeInstanceOf(NotFoundException);
});
