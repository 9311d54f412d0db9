import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { timerFired } from '../../lib/approvals/escalate.ts';
import { openApproval } from '../../lib/approvals/open.ts';
import type { ApprovalRow } from '../../lib/approvals/row.ts';
import { answer } from '../../lib/control/web/answer.ts';
import { cookiesOf } from '../../lib/control/web/cookies.ts';
import type { WebResponse } from '../../lib/control/web/message.ts';
import type { SignInRows, WebPorts } from '../../lib/control/web/ports.ts';
import type { Row } from '../../lib/engine/ports.ts';
import { noteStarted, requestRun } from '../../lib/engine/runs.ts';
import { cedar } from '../../lib/policy/cedar.ts';
import { readDirectory } from '../../lib/policy/directory.ts';
import { readPolicies } from '../../lib/policy/read.ts';
import { memoryPorts, TENANT } from './engine.ts';

const root = join(import.meta.dirname, '../..');
const form = JSON.parse(
  readFileSync(join(root, 'statemachines/document-processing/agents/extract.schema.json'), 'utf8'),
);
const policies = readPolicies(join(root, 'policies'));
const directory = readDirectory(parse(readFileSync(join(root, 'policies/directory.yaml'), 'utf8')));
const policy = cedar(policies);

/** One pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export const FIELDS = {
  documentType: 'invoice',
  supplier: { name: 'Grange & Sons <Ltd>', taxId: 'GB123456789', iban: null, country: 'GB' },
  customer: { name: 'Acme', country: 'DE' },
  number: 'G-2026-118',
  issueDate: '2026-03-02',
  currency: 'GBP',
  lines: [
    { description: 'Timber, oak', quantity: '2', unitPrice: '100.00', amount: '200.00' },
    { description: 'Nails', quantity: '10', unitPrice: '1.50', amount: '15.00' },
  ],
  subtotal: '215.00',
  tax: '43.00',
  total: '268.00',
  confidence: {
    documentType: 0.99,
    supplier: 0.97,
    number: 0.62,
    issueDate: 0.95,
    currency: 0.98,
    lines: 0.93,
    total: 0.88,
    dueDate: 0,
  },
};

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** The pages over a ledger in memory, a clock that is set by hand, and a mailbox. */
export function webWorld(overrides: Partial<WebPorts> = {}) {
  const memory = memoryPorts();
  const mails: Mail[] = [];
  const reported: unknown[] = [];
  let time = 1_760_000_000_000;
  let count = 0;
  const clock = { now: () => time, sleep: () => new Promise<void>((resolve) => setImmediate(resolve)) };
  const random = {
    // Different each time, and the same in every run.
    bytes: (length: number) => {
      count += 1;
      return Uint8Array.from({ length }, (_, i) => (count * 73 + i * 31 + (count >> 8) * 11) & 255);
    },
  };
  const unused = () => {
    throw new Error('this port is not part of the test');
  };
  const ports: WebPorts = {
    ...memory.ports,
    clock,
    random,
    policy,
    tenant: TENANT,
    url: 'https://countersign.test',
    inbox: 'the-inbox',
    index: { page: async (query) => ({ rows: indexed(memory.rows, query.partition, query.newestFirst) }) },
    programs: {},
    directory,
    policies,
    tokens: { issue: unused },
    clientSecret: async () => undefined,
    intake: { put: unused },
    prove: unused,
    verifierKey: async () => 'key',
    signIns: memorySignIns(memory.rows),
    mailer: { send: async (mail) => void mails.push(mail) },
    fileProblem: () => undefined,
    pageImage: async () => PIXEL,
    ...overrides,
  };
  const timers = { set: async () => {} };
  const tokens = { seal: async () => new Uint8Array([1]) };
  const notify = ports;
  return {
    ports,
    rows: memory.rows,
    mails,
    reported,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    /** Opens an approval as the review step of the document workflow does, and returns what was mailed to each person. */
    async openReview(given: { fields?: unknown; show?: object; initiator?: string; event?: string } = {}) {
      const { fields = FIELDS, show: more, initiator, event = 'e1' } = given;
      const workflow = 'document-processing';
      const { run } = await requestRun(ports, {
        tenant: TENANT,
        workflow,
        version: '1.0.0',
        event,
        input: {},
        actor: 'trigger',
        ...(initiator && { initiator }),
      });
      await noteStarted(ports, TENANT, run, { machine: 'arn:machine', undoMachine: 'arn:undo' });
      const show = { document: ['pages/d/1.png', 'pages/d/2.png'], fields, confidence: FIELDS.confidence, ...more };
      const reason =
        'subtotal + tax should be 258.00, but 268.00 is printed. The number was read with 62 % confidence.';
      const payload = {
        run: { id: run, workflow, startedAt: '', machine: '' },
        step: 'review',
        attempt: 0,
        input: { title: 'Check grange.pdf', reason, show },
        policy: {},
        taskToken: 'THE-TASK-TOKEN',
      };
      const settings = {
        approvers: { role: 'accounts-payable' },
        sla: 7200,
        escalate: [{ after: 7200, to: { role: 'ap-manager' } }],
        timeout: 86_400,
        form,
      };
      const from = mails.length;
      const row = await openApproval(
        { ...notify, timers, tokens, policyHash: policies.hash },
        payload as never,
        settings,
      );
      return { run, row, letters: mails.slice(from).map(letterOf) };
    },
    /** Signs a person in by mail, and returns the cookie. */
    async signIn(email: string): Promise<string> {
      await this.ask('POST', '/sign-in', { form: { email, next: '/' } });
      const code = /(\d{4} \d{4})/.exec(mails.at(-1)!.text)![1]!;
      const { cookies } = await this.ask('POST', '/sign-in/code', { form: { email, code, next: '/' } });
      return cookies![0]!.split(';')[0]!;
    },
    escalate: (row: ApprovalRow) => timerFired(notify as never, { run: row.run, approval: row.approval, level: 0 }),
    expire: (row: ApprovalRow) => timerFired(notify as never, { run: row.run, approval: row.approval }),
    /** Sends a request as a browser does. */
    async ask(method: string, path: string, options: Asked = {}): Promise<WebResponse & { text: string }> {
      const { form: fields, headers = {}, cookie = '', body } = options;
      const [pathname = '', query = ''] = path.split('?');
      const sent = fields && { 'content-type': 'application/x-www-form-urlencoded' };
      const site = method === 'POST' ? { 'sec-fetch-site': 'same-origin' } : {};
      const request = {
        method,
        path: pathname,
        query: new URLSearchParams(query),
        headers: { ...sent, ...site, ...headers },
        cookies: cookiesOf(cookie ? cookie.split('; ') : []),
        body: body ?? new TextEncoder().encode(fields ? new URLSearchParams(fields).toString() : ''),
      };
      const response = await answer(ports, request, (error) => reported.push(error));
      return { ...response, text: typeof response.body === 'string' ? response.body : '' };
    },
  };
}

interface Asked {
  form?: Record<string, string>;
  headers?: Record<string, string | undefined>;
  cookie?: string;
  body?: Uint8Array;
}

/** What a person finds in the mail: the path of the link, and the code. */
export function letterOf({ to, text }: Mail): { to: string; path: string; code: string } {
  return { to, path: /\/approve\/[\w-]+/.exec(text)![0], code: /(\d{4} \d{4})/.exec(text)![1]! };
}

function indexed(rows: Map<string, Row>, partition: string, newestFirst: boolean): Row[] {
  const found = [...rows.values()].filter((row) => row.gsi1pk === partition);
  found.sort((a, b) => (String(a.gsi1sk) < String(b.gsi1sk) ? -1 : 1));
  return newestFirst ? found.reverse() : found;
}

/** What a browser would send of a page's form if nothing was changed, and no button pressed. */
export function formIn(page: string): Record<string, string> {
  const inputs = page.matchAll(/<input id="(f\.[^"]+)" name="[^"]+" value="([^"]*)"/g);
  const selects = page.matchAll(/<select id="(f\.[^"]+)"[^>]*>(.*?)<\/select>/gs);
  const hidden = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([
    ...[...inputs, ...hidden].map(([, name, value]) => [name!, unescaped(value!)]),
    ...[...selects].map(([, name, options]) => [name!, /value="([^"]*)" selected/.exec(options!)?.[1] ?? '']),
    ['comment', ''],
  ]);
}

const unescaped = (text: string): string =>
  text.replaceAll(/&#39;|&lt;|&gt;|&quot;/g, (entity) => UNESCAPED[entity]!).replaceAll('&amp;', '&');

const UNESCAPED: Record<string, string> = { '&#39;': "'", '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/** Conditional puts on the same rows. */
const memorySignIns = (rows: Map<string, Row>): SignInRows => ({
  get: async ({ pk, sk }) => rows.get(`${pk}|${sk}`),
  put: async (row, version) => {
    const id = `${row.pk}|${row.sk}`;
    if (rows.get(id)?.version !== version) return false;
    rows.set(id, row);
    return true;
  },
  remove: async ({ pk, sk }) => void rows.delete(`${pk}|${sk}`),
});
