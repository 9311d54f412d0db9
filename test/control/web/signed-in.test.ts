import type { ApprovalRow } from '../../../lib/approvals/row.ts';
import { decisionOf } from '../../../lib/approvals/row.ts';
import { NotAnchoredYet } from '../../../lib/audit/export.ts';
import { compileFolder } from '../../../lib/compile/folder.ts';
import type { FileProblem } from '../../../lib/control/web/ports.ts';
import { requestRun } from '../../../lib/engine/runs.ts';
import { settleRun } from '../../../lib/engine/settle.ts';
import { chainOf, TENANT } from '../../support/engine.ts';
import { formIn, webWorld } from '../../support/web.ts';

const { program } = compileFolder(`${import.meta.dirname}/../../../statemachines/document-processing`).compiled!;
const programs = { [program.name]: program };

async function signedIn(who = 'anna', overrides: Parameters<typeof webWorld>[0] = {}) {
  const world = webWorld({ programs, ...overrides });
  const people: Record<string, string> = {
    anna: 'anna.lindqvist',
    ben: 'ben.okafor',
    aiko: 'aiko.tanaka',
    marta: 'marta.kowalczyk',
  };
  const cookie = await world.signIn(`${people[who]}@example.com`);
  const get = (path: string) => world.ask('GET', path, { cookie });
  return { world, cookie, get };
}

describe('the list of approvals', () => {
  test('holds what the person may decide, and nothing else', async () => {
    for (const [who, count] of [
      ['anna', 1],
      ['ben', 2],
      ['marta', 0],
      ['aiko', 0],
    ] as const) {
      const { world, get } = await signedIn(who);
      await world.openReview({ event: 'e1' });
      await world.openReview({ event: 'e2', initiator: 'p-anna' });
      expect([who, (await get('/approvals')).text.split('Check grange.pdf').length - 1]).toEqual([who, count]);
      expect((await get('/approvals?show=all')).text.split('Check grange.pdf').length - 1).toBe(2);
    }
  });

  test('shows after a decision who decided', async () => {
    const { world, get } = await signedIn();
    const { letters } = await world.openReview();
    const [anna] = letters;
    const form = formIn((await world.ask('GET', anna!.path)).text);
    await world.ask('POST', anna!.path, {
      form: { ...form, decision: 'reject', comment: 'Not ours', code: anna!.code },
    });
    expect((await get('/approvals')).text).toContain('Nothing waits for you');
    expect((await get('/approvals?show=done')).text).toContain('Rejected by Anna Lindqvist');
  });
});

describe('an approval, signed in', () => {
  async function page(who: string, given: object = {}) {
    const all = await signedIn(who);
    const { row } = await all.world.openReview(given);
    const path = `/approvals/${row.run}.${row.approval}`;
    const now = () => all.world.rows.get(`${row.pk}|${row.sk}`) as ApprovalRow;
    const text = (await all.get(path)).text;
    const post = (form: Record<string, string>) => all.world.ask('POST', path, { cookie: all.cookie, form });
    return { ...all, row, path, now, text, post };
  }

  test('is decided without a code, once', async () => {
    const { text, post, now, path } = await page('anna');
    expect(text).not.toContain('One-time code');
    const reply = await post({ ...formIn(text), decision: 'approve', 'f.total': '258.00' });
    expect([reply.status, reply.headers.location]).toEqual([303, path]);
    expect(decisionOf(now())).toMatchObject({ by: 'p-anna', proof: 'session', fields: { total: '258.00' } });
    expect((await post({ ...formIn(text), decision: 'approve' })).status).toBe(409);
  });

  test('needs the token of the session', async () => {
    const { text, post, now } = await page('anna');
    expect((await post({ ...formIn(text), csrf: '', decision: 'approve' })).status).toBe(403);
    expect(now().status).toBe('PENDING');
  });

  test.each([
    ['aiko', {}, 'Accounts payable is asked'],
    ['marta', {}, 'Accounts payable is asked'],
    ['anna', { initiator: 'p-anna' }, 'Nobody decides on what they started themselves'],
  ])('%s may look but not decide, and is told why', async (who, given, why) => {
    const { text, post, now, row, world, cookie } = await page(who, given);
    expect(text).toContain(why);
    expect(text).not.toContain('value="approve"');
    const csrf = /name="csrf" value="(\w+)"/.exec(text)![1]!;
    const digest = formIn(
      (
        await world.ask(
          'GET',
          world.mails
            .filter(({ text }) => text.includes('/approve/'))
            .map(({ text }) => /\/approve\/[\w-]+/.exec(text)![0])[0]!,
        )
      ).text,
    ).digest!;
    expect((await post({ csrf, digest, decision: 'approve' })).status).toBe(403);
    expect(now().status).toBe('PENDING');
    expect((await world.ask('GET', `/approvals/${row.run}.${row.approval}/page/1`, { cookie })).status).toBe(200);
  });
});

describe('a run', () => {
  test('shows its steps, its record and the way to its approval, and waits quietly', async () => {
    const { world, get } = await signedIn();
    const { run, row } = await world.openReview();
    const { text } = await get(`/runs/${run}`);
    for (const shown of [
      'Waits for a person',
      `/approvals/${row.run}.${row.approval}`,
      'approval.requested',
      'Branch counterparty',
      'audit verify proof.json',
    ])
      expect(text).toContain(shown);
    expect(text).not.toContain('http-equiv="refresh"');
  });

  test('is looked at again by itself while it runs, and no longer when it has ended', async () => {
    const { world, get } = await signedIn();
    const { run } = await requestRun(world.ports, {
      tenant: TENANT,
      workflow: program.name,
      version: '1.0.0',
      event: 'x',
      input: { key: 'a/b.pdf' },
      actor: 'trigger',
    });
    const running = (await get(`/runs/${run}`)).text;
    expect(running).toContain('<meta http-equiv="refresh" content="3">');
    expect(running).toContain('b.pdf');
    const reason = { name: 'PolicyDenied', message: 'The supplier is <blocked>.', step: 'comply' };
    await settleRun(world.ports, { tenant: TENANT, run }, 'settle', { status: 'REJECTED', reason });
    const { text } = await get(`/runs/${run}`);
    expect(text).not.toContain('http-equiv="refresh"');
    expect(text.indexOf('Policy denied</strong> in step comply: The supplier is &lt;blocked&gt;.')).toBeGreaterThan(0);
    expect(text.indexOf('Policy denied')).toBeLessThan(text.indexOf('<h2>Steps'));
    expect(text).toMatch(/Comply<\/strong> <span class="tag bad">Failed/);
  });

  test('its proof is a file, and while it is not anchored the page says to wait', async () => {
    const ready = await signedIn('aiko', { prove: async () => ({ format: 'f' }) as never });
    const { run } = await ready.world.openReview();
    const file = await ready.get(`/runs/${run}/proof.json`);
    expect([file.headers['content-disposition'], JSON.parse(file.text)]).toEqual([
      'attachment; filename="proof.json"',
      { format: 'f' },
    ]);
    expect((await ready.get(`/runs/${run}/proof.key`)).text).toBe('key\n');
    const early = await signedIn('aiko', { prove: async (id) => Promise.reject(new NotAnchoredYet(id)) });
    const other = await early.world.openReview();
    expect((await early.get(`/runs/${other.run}/proof.json`)).status).toBe(409);
    expect((await early.get(`/runs/${'0'.repeat(40)}`)).status).toBe(404);
  });
});

describe('handing in a document', () => {
  const PDF = new TextEncoder().encode('%PDF-1.7 \xff');
  const stored: { key: string; size: number }[] = [];
  const intake = {
    put: async (key: string, bytes: Uint8Array) => {
      stored.push({ key, size: bytes.length });
      return { bucket: 'inbox', key, versionId: `v${stored.length}` };
    },
  };
  beforeEach(() => void stored.splice(0));

  async function send(parts: {
    bytes?: Uint8Array;
    name?: string;
    csrf?: string;
    extra?: string;
    fileProblem?: FileProblem;
  }) {
    const all = await signedIn('anna', { intake, fileProblem: () => parts.fileProblem });
    const csrf = /name="csrf" value="(\w+)"/.exec((await all.get('/')).text)![1]!;
    const form = new FormData();
    form.set('csrf', parts.csrf ?? csrf);
    form.set('document', new Blob([Buffer.from(parts.bytes ?? PDF)]), parts.name ?? 'bill.pdf');
    if (parts.extra) form.set(parts.extra, '1');
    const encoded = new Response(form);
    const headers = { 'content-type': encoded.headers.get('content-type')! };
    const body = new Uint8Array(await encoded.arrayBuffer());
    const post = (cut = body.length) =>
      all.world.ask('POST', '/documents', { cookie: all.cookie, headers, body: body.subarray(0, cut) });
    return { ...all, post };
  }

  test('starts its run, with the person on record, byte for byte', async () => {
    const { world, post, get } = await send({ name: 'C:\\bills\\März <1>.pdf' });
    const reply = await post();
    expect([reply.status, stored]).toEqual([
      303,
      [{ key: expect.stringMatching(/^[0-9a-f]{16}\/März <1>\.pdf$/), size: PDF.length }],
    ]);
    const run = [...world.rows.values()].find(({ sk }) => sk === 'RUN')!;
    expect(reply.headers.location).toBe(`/runs/${run.run}`);
    expect(run.initiator).toBe('p-anna');
    expect((await get('/')).text).toContain('März &lt;1&gt;.pdf');
  });

  test('is one run also when the object’s own event comes first, and the person is on record all the same', async () => {
    const { world, post } = await send({});
    const { ports } = world;
    ports.intake = {
      put: async (key) => {
        const event = JSON.stringify(['inbox', key, 'v1']);
        await requestRun(ports, {
          tenant: TENANT,
          workflow: program.name,
          version: '1.0.0',
          event,
          input: {},
          actor: 'trigger',
        });
        return { bucket: 'inbox', key, versionId: 'v1' };
      },
    };
    await post();
    const runs = [...world.rows.values()].filter(({ sk }) => sk === 'RUN');
    expect(runs.map(({ initiator }) => initiator)).toEqual(['p-anna']);
    expect(chainOf(world.rows).map(({ entry }) => entry.type)).toEqual(['run.requested', 'run.handed-in']);
  });

  test.each([
    [
      'an empty file',
      { fileProblem: { code: 'EmptyFile', message: 'The file has 0 bytes.' } },
      422,
      'The file has 0 bytes.',
    ],
    ['a wrong type', { fileProblem: { code: 'UnsupportedType', message: 'It is a ZIP.' } }, 415, 'It is a ZIP.'],
    ['a large file', { bytes: new Uint8Array(4_500_001) }, 413, 's3://the-inbox/'],
    ['no file', { name: '', bytes: new Uint8Array() }, 422, 'Choose a file'],
    ['a form of another session', { csrf: 'x' }, 403, 'another session'],
    ['an unknown field', { extra: 'approve' }, 422, 'approve'],
  ] as const)('%s is told, and nothing is kept', async (_, parts, status, told) => {
    const { world, post } = await send(parts as never);
    const before = world.rows.size;
    const reply = await post();
    expect([reply.status, reply.text.includes(told)]).toEqual([status, true]);
    expect([stored, world.rows.size]).toEqual([[], before]);
    expect(world.reported).toEqual([]);
  });

  test('an upload that was cut off is told, and nothing is kept', async () => {
    const { post } = await send({});
    expect((await post(150)).status).toBe(422);
    expect(stored).toEqual([]);
  });
});
