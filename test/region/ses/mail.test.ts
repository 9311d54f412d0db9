import { beforeEach, expect, test } from '@jest/globals';
import type { Service } from '../../../lib/region/service.ts';
import { ses } from '../../../lib/region/services/ses/index.ts';
import { FakeRegion, place } from '../fake-region.ts';

let region: FakeRegion;
let service: Service;
// biome-ignore lint/suspicious/noExplicitAny: answers have the shapes of the SDK
const run = (operation: string, input: object): Promise<any> => region.run(service, operation, input);
const mail = (more: object = {}) => ({
  FromEmailAddress: 'Countersign <no-reply@example.com>',
  Destination: { ToAddresses: ['Ann <ann@test.org>'] },
  Content: {
    Simple: {
      Subject: { Data: 'Please <decide>' },
      Body: {
        Text: { Data: 'Go to https://a.test/x?y=1.' },
        Html: { Data: '<a href="https://a.test/x?y=1&amp;z=2">go</a><script>1</script>' },
      },
    },
  },
  ...more,
});
const get = async (path: string) => {
  const url = new URL(path, region.endpoint);
  const request = {
    method: 'GET',
    path: url.pathname,
    rawPath: url.pathname,
    query: url.searchParams,
    headers: {},
    body: new Uint8Array(),
  };
  const { status, body, headers } = await service.pages!(request);
  return { status, text: Buffer.from(body as string).toString(), headers };
};
const messages = async (query = '') => JSON.parse((await get(`/_region/ses/messages${query}`)).text);

beforeEach(async () => {
  region = new FakeRegion();
  service = ses(region);
  await run('CreateEmailIdentity', { EmailIdentity: 'example.com' });
});

test('a mail that was sent is in the mailbox with its links', async () => {
  const { MessageId } = await run('SendEmail', mail());
  expect(await messages()).toMatchObject([
    {
      id: MessageId,
      at: '2026-01-05T09:00:00.000Z',
      from: 'Countersign <no-reply@example.com>',
      to: ['Ann <ann@test.org>'],
      subject: 'Please <decide>',
      links: ['https://a.test/x?y=1&z=2', 'https://a.test/x?y=1'],
    },
  ]);
  expect(JSON.parse((await get(`/_region/ses/messages/${MessageId}`)).text).id).toBe(MessageId);
});

test('the mailbox is filtered by any recipient, also a hidden one, newest first', async () => {
  await run('SendEmail', mail({ Destination: { ToAddresses: ['bob@test.org'], BccAddresses: ['Ann@Test.org'] } }));
  await run('SendEmail', mail());
  const all = await messages('?to=ann@test.org');
  expect(all.map(({ to }: { to: string[] }) => to[0])).toEqual(['Ann <ann@test.org>', 'bob@test.org']);
  expect(await messages('?to=nobody@test.org')).toEqual([]);
});

test('an address that is not verified is rejected in the words of SES', async () => {
  await expect(run('SendEmail', mail({ FromEmailAddress: 'me@elsewhere.org' }))).rejects.toMatchObject({
    code: 'MessageRejected',
    message:
      'Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: me@elsewhere.org',
  });
  expect(await messages()).toEqual([]);
});

test('the right to send is asked for on the identity, with sender and recipients', async () => {
  await run('SendEmail', mail());
  expect(region.authorized.at(-1)).toEqual({
    action: 'ses:SendEmail',
    resource: ['arn:aws:ses:eu-central-1:000000000000:identity/example.com'],
    context: {
      'ses:FromAddress': 'no-reply@example.com',
      'ses:FromDisplayName': 'Countersign',
      'ses:Recipients': ['ann@test.org'],
    },
  });
});

test('a raw message is read: recipients, text, HTML and attachments', async () => {
  const raw = [
    'From: no-reply@example.com',
    'To: Ann <ann@test.org>',
    'Subject: =?utf-8?B?R3LDvMOfZQ==?=',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'hello',
    '--b',
    'Content-Type: application/pdf; name=a.pdf',
    'Content-Disposition: attachment; filename=a.pdf',
    'Content-Transfer-Encoding: base64',
    '',
    'JVBERg==',
    '--b--',
    '',
  ].join('\r\n');
  const { MessageId } = await run('SendEmail', { Content: { Raw: { Data: Buffer.from(raw) } } });
  expect(await messages('?to=ann@test.org')).toMatchObject([
    {
      subject: 'Grüße',
      text: expect.stringContaining('hello'),
      attachments: [{ filename: 'a.pdf', contentType: 'application/pdf', size: 4 }],
    },
  ]);
  const file = await get(`/_region/ses/mail/${MessageId}/attachments/0`);
  expect(file.text).toBe('%PDF');
  expect(file.headers['content-disposition']).toBe("attachment; filename*=UTF-8''a.pdf");
});

test('the pages show mails and run nothing that came in one', async () => {
  const { MessageId } = await run('SendEmail', mail());
  const list = await get('/_region/ses/');
  expect(list.text).toContain('Please &lt;decide&gt;');
  expect(list.text).toContain(`/_region/ses/mail/${MessageId}`);
  const one = await get(`/_region/ses/mail/${MessageId}`);
  expect(one.text).toMatch(/<iframe[^>]* sandbox="(?!.*allow-scripts)[^"]*"/);
  expect(one.text).not.toContain('<script>');
  expect(one.headers['content-security-policy']).toContain("default-src 'none'");
  const text = await get(`/_region/ses/mail/${MessageId}?view=text`);
  expect(text.text).toContain('<a href="https://a.test/x?y=1">https://a.test/x?y=1</a>.');
  expect((await get('/_region/ses/mail/none')).status).toBe(404);
});

test('mails survive a restart', async () => {
  await run('SendEmail', mail());
  service = ses(new FakeRegion(region.store));
  expect(await messages()).toHaveLength(1);
});

test.each([
  [{ ConfigurationSetName: 'none' }, 'NotFoundException', /<none> does not exist/],
  [{ Destination: {} }, 'BadRequestException', /at least one recipient/],
  [{ Destination: { ToAddresses: ['nobody'] } }, 'BadRequestException', /nobody/],
  [{ Content: { Template: { TemplateName: 'x' } } }, 'BadRequestException', /does not know Content.Template/],
])('%j is refused, and the message says why', async (more, code, message) => {
  await expect(run('SendEmail', mail(more))).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test('templates make identities and configuration sets', async () => {
  const set = service.resources!['AWS::SES::ConfigurationSet']!;
  const identity = service.resources!['AWS::SES::EmailIdentity']!;
  await set.create({ Name: 'main', SendingOptions: { SendingEnabled: false } }, place);
  expect((await identity.create({ EmailIdentity: 'other.org' }, place)).ref).toBe('other.org');
  const input = mail({ FromEmailAddress: 'a@other.org', ConfigurationSetName: 'main' });
  await expect(run('SendEmail', input)).rejects.toMatchObject({ code: 'SendingPausedException' });
});
