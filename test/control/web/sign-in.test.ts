import { webWorld } from '../../support/web.ts';

const ANNA = 'anna.lindqvist@example.com';
const codeIn = (text: string) => /(\d{4} \d{4})/.exec(text)![1]!;

async function asked(email = ANNA) {
  const world = webWorld();
  const reply = await world.ask('POST', '/sign-in', { form: { email, next: '/approvals' } });
  const enter = (code: string, next = '/approvals') =>
    world.ask('POST', '/sign-in/code', { form: { email, code, next } });
  return { world, reply, enter, code: () => codeIn(world.mails.at(-1)!.text) };
}

test('a mailed code signs in, with a cookie that scripts and other sites cannot use', async () => {
  const { enter, code } = await asked();
  const reply = await enter(code());
  expect([reply.status, reply.headers.location]).toEqual([303, '/approvals']);
  expect(reply.cookies).toEqual([
    expect.stringMatching(/^__Host-countersign=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=28800; Secure$/),
  ]);
});

test('over http, as on a laptop, the cookie is neither Secure nor named as if it were', async () => {
  const world = webWorld({ url: 'http://127.0.0.1:4601' });
  await world.ask('POST', '/sign-in', { form: { email: ANNA, next: '/' } });
  const reply = await world.ask('POST', '/sign-in/code', {
    form: { email: ANNA, code: codeIn(world.mails[0]!.text), next: '/' },
  });
  expect(reply.cookies![0]).toMatch(/^countersign=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=28800$/);
  expect(reply.headers).not.toHaveProperty('strict-transport-security');
});

test('the answer is the same whether or not the address is anybody’s', async () => {
  const [known, unknown] = [await asked(), await asked('nobody.lindqvist@example.com')];
  expect([known.world.mails.length, unknown.world.mails.length]).toEqual([1, 0]);
  expect(unknown.reply.text.replaceAll('nobody.lindqvist', 'anna.lindqvist')).toBe(known.reply.text);
  expect(unknown.reply.status).toBe(known.reply.status);
  const [wrong, none] = [await known.enter('0000 0000'), await unknown.enter('0000 0000')];
  expect(none.text.replaceAll('nobody.lindqvist', 'anna.lindqvist')).toBe(wrong.text);
  expect([wrong.status, none.status]).toEqual([403, 403]);
});

test('five mails an hour, and then none, for any address', async () => {
  for (const email of [ANNA, 'nobody@example.com']) {
    const { world } = await asked(email);
    const again = () => world.ask('POST', '/sign-in', { form: { email: email.toUpperCase(), next: '/' } });
    const statuses = [];
    for (let i = 0; i < 5; i += 1) statuses.push((await again()).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
    world.pass(3_600_001);
    expect((await again()).status).toBe(200);
  }
});

test('a code works once, for ten minutes, for five tries, and only the newest', async () => {
  const used = await asked();
  await used.enter(used.code());
  expect((await used.enter(used.code())).status).toBe(403);

  const late = await asked();
  late.world.pass(600_001);
  expect((await late.enter(late.code())).status).toBe(403);

  const tried = await asked();
  for (let i = 0; i < 5; i += 1) await tried.enter('0000 0000');
  expect((await tried.enter(tried.code())).status).toBe(403);

  const older = await asked();
  const first = older.code();
  await older.world.ask('POST', '/sign-in', { form: { email: ANNA, next: '/' } });
  expect((await older.enter(first)).status).toBe(403);
  expect((await older.enter(older.code())).status).toBe(303);
});

test('100 sign-ins at once with one code are one', async () => {
  const { enter, code } = await asked();
  const right = code();
  const replies = await Promise.all(Array.from({ length: 100 }, () => enter(right)));
  expect(replies.filter(({ status }) => status === 303)).toHaveLength(1);
});

test('what is kept of a session and a code is no session and no code', async () => {
  const { world, enter, code } = await asked();
  const right = code();
  const token = (await enter(right)).cookies![0]!.split(/[=;]/)[1]!;
  const kept = JSON.stringify([...world.rows]);
  for (const secret of [token, right, right.replace(' ', ''), ANNA]) expect(kept).not.toContain(secret);
});

test.each(['https://evil.test', '//evil.test', '/approve/x', '/\\evil.test', '/runs/../sign-out', ''])(
  'signing in leads to %s for nobody',
  async (next) => {
    const { enter, code } = await asked();
    expect((await enter(code(), next)).headers.location).toBe('/');
  },
);

test.each(['/approvals', `/runs/${'a'.repeat(40)}`, `/approvals/${'a'.repeat(40)}.${'b'.repeat(32)}`])(
  '%s asks to sign in first, and is found again afterwards',
  async (path) => {
    const world = webWorld();
    const reply = await world.ask('GET', path);
    expect([reply.status, reply.headers.location]).toEqual([303, `/sign-in?next=${encodeURIComponent(path)}`]);
    expect((await world.ask('GET', reply.headers.location!)).text).toContain(`name="next" value="${path}"`);
  },
);

test('a session ends after eight hours, when its person leaves, and when they sign out', async () => {
  const world = webWorld();
  const cookie = await world.signIn(ANNA);
  const status = async () => (await world.ask('GET', '/approvals', { cookie })).status;
  expect(await status()).toBe(200);
  const { directory } = world.ports;
  world.ports.directory = { ...directory, people: directory.people.filter(({ id }) => id !== 'p-anna') };
  expect(await status()).toBe(303);
  world.ports.directory = directory;
  world.pass(8 * 3_600_000);
  expect(await status()).toBe(303);
  const second = await world.signIn(ANNA);
  const out = await world.ask('POST', '/sign-out', { cookie: second, form: {} });
  expect(out.cookies![0]).toContain('Max-Age=0');
  expect((await world.ask('GET', '/approvals', { cookie: second })).status).toBe(303);
});

test('a form without a session does nothing and says so', async () => {
  const world = webWorld();
  expect((await world.ask('POST', '/documents', { body: new Uint8Array() })).status).toBe(401);
});

test('the start page tells a stranger nothing of what is inside', async () => {
  const { text } = await webWorld().ask('GET', '/');
  expect(text).not.toMatch(/Lindqvist|Okafor|document-processing|@example/);
});
