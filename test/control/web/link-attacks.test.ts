import { chainOf } from '../../support/engine.ts';
import { formIn } from '../../support/web.ts';
import { opened } from '../../support/web-review.ts';

const decidedIn = (rows: Map<string, never>) =>
  chainOf(rows as never).filter(({ entry }) => entry.type === 'approval.decided').length;

test('no page, header or mail holds the task token, and no page holds a code or the link of somebody else', async () => {
  const { world, page, anna, ben, decide } = await opened();
  const after = await decide({ code: '0000 0000' });
  const texts = [page, after].map((reply) => reply.text + JSON.stringify(reply.headers));
  for (const text of [...texts, ...world.mails.map(({ text, html }) => text + html)])
    expect(text).not.toContain('THE-TASK-TOKEN');
  for (const text of texts) {
    expect(text).not.toContain(ben.path);
    expect(text).not.toContain(anna.code.replace(' ', ''));
    expect(text).not.toContain(anna.code);
  }
});

test('1,000 requests of scanners change nothing', async () => {
  const { world, anna, form } = await opened();
  const before = JSON.stringify([...world.rows]);
  const kinds = [
    () => world.ask('GET', anna.path),
    () => world.ask('HEAD', anna.path),
    () => world.ask('OPTIONS', anna.path),
    () => world.ask('GET', anna.path, { headers: { 'sec-purpose': 'prefetch' } }),
    () => world.ask('GET', `${anna.path}?decision=approve&code=${anna.code}`),
    () => world.ask('POST', anna.path, { form: { ...form, decision: 'look' } }),
    () => world.ask('POST', anna.path, { form: { ...form, decision: 'more' } }),
    // From elsewhere, even with the right code.
    () =>
      world.ask('POST', anna.path, {
        form: { ...form, decision: 'approve', code: anna.code },
        headers: { 'sec-fetch-site': 'cross-site' },
      }),
    () =>
      world.ask('POST', anna.path, {
        form: { ...form, decision: 'approve', code: anna.code },
        headers: { 'sec-fetch-site': undefined, origin: 'null' },
      }),
    () => world.ask('PUT', anna.path, { form: { decision: 'approve', code: anna.code } }),
  ];
  for (let i = 0; i < 1000; i += 1) await kinds[i % kinds.length]!();
  expect(JSON.stringify([...world.rows])).toBe(before);
  expect(world.reported).toEqual([]);
});

test('posts without a code decide nothing, and soon the link takes no codes at all', async () => {
  const { world, decide, now, anna } = await opened();
  const replies = [];
  for (let i = 0; i < 6; i += 1) replies.push(await decide({ code: i % 2 ? '' : '1234 5678' }));
  expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403, 429, 429]);
  expect(replies[0]!.text).toContain('4 tries are left');
  expect((await decide({})).status).toBe(429);
  expect((await world.ask('GET', anna.path)).text).toContain('takes no more codes');
  expect(now().status).toBe('PENDING');
});

test('a form from one of our pages is told from one from elsewhere, also in an old browser', async () => {
  const { world, anna, form } = await opened();
  const send = (headers: Record<string, string | undefined>) =>
    world.ask('POST', anna.path, {
      form: { ...form, decision: 'look' },
      headers: { 'sec-fetch-site': undefined, ...headers },
    });
  expect((await send({})).status).toBe(403);
  expect((await send({ origin: 'https://evil.test' })).status).toBe(403);
  expect((await send({ origin: 'https://countersign.test' })).status).toBe(200);
  expect((await send({ 'sec-fetch-site': 'same-site', origin: 'https://countersign.test' })).status).toBe(403);
});

test('100 people deciding at once decide once', async () => {
  const { world, decide, anna, ben } = await opened();
  const replies = await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      decide(i % 2 ? { decision: 'reject', comment: 'no, not ours' } : {}, i % 3 ? anna : ben),
    ),
  );
  const statuses = replies.map(({ status }) => status);
  expect(statuses.filter((status) => status === 303)).toHaveLength(1);
  expect(statuses.filter((status) => status === 409)).toHaveLength(99);
  expect(decidedIn(world.rows as never)).toBe(1);
  expect(world.reported).toEqual([]);
});

test('100 wrong codes at once are five, and then none', async () => {
  const { world, decide, link } = await opened().then((all) => ({
    ...all,
    link: () => [...all.world.rows.values()].find(({ sk, person }) => sk === 'LINK' && person === 'p-anna')!,
  }));
  const replies = await Promise.all(Array.from({ length: 100 }, () => decide({ code: '0000 0001' })));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([403, 429]));
  expect(link().attempts).toBe(5);
  expect(world.reported).toEqual([]);
});

test('nobody decides on what they have asked for themselves, though they have the link and the code', async () => {
  const { decide, now, ben } = await opened({ initiator: 'p-anna' });
  const reply = await decide({});
  expect([reply.status, reply.text.includes('may not decide')]).toEqual([403, true]);
  expect(now().status).toBe('PENDING');
  expect((await decide({}, ben)).status).toBe(303);
});

test('a link that was passed on decides nothing without its own code', async () => {
  const { world, decide, anna, ben, now } = await opened();
  expect((await decide({ code: ben.code })).status).toBe(403);
  const cookie = await world.signIn('ben.okafor@example.com');
  const asBen = await world.ask('POST', anna.path, {
    form: { ...formIn((await world.ask('GET', anna.path, { cookie })).text), decision: 'approve' },
    cookie,
  });
  expect(asBen.status).toBe(403);
  expect(now().status).toBe('PENDING');
});
