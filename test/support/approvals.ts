import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type DecisionRequest, decide } from '../../lib/approvals/decide.ts';
import { approvalDigest } from '../../lib/approvals/digest.ts';
import { timerFired } from '../../lib/approvals/escalate.ts';
import { checkCode, followLink } from '../../lib/approvals/link.ts';
import type { ApprovalSettings } from '../../lib/approvals/new-row.ts';
import { openApproval } from '../../lib/approvals/open.ts';
import type { DecidePorts, OpenPorts } from '../../lib/approvals/ports.ts';
import { resume } from '../../lib/approvals/resume.ts';
import type { ApprovalRow } from '../../lib/approvals/row.ts';
import { APPROVAL_PREFIX, runPartition } from '../../lib/engine/keys.ts';
import type { Outcome } from '../../lib/engine/resume.ts';
import { requestRun } from '../../lib/engine/runs.ts';
import { cedar } from '../../lib/policy/cedar.ts';
import { type Directory, readDirectory } from '../../lib/policy/directory.ts';
import { readPolicies } from '../../lib/policy/read.ts';
import { chainOf, type Io, memoryPorts, TENANT } from './engine.ts';

const root = join(import.meta.dirname, '../..');
export const policies = readPolicies(join(root, 'policies'));
export const directory = readDirectory(parse(readFileSync(join(root, 'policies/directory.yaml'), 'utf8')));
const policy = cedar(policies);
export const person = (id: string) => directory.people.find((someone) => someone.id === id)!;

const HOUR = 3600;
export const START = 1_760_000_000_000;

export const FORM = {
  type: 'object',
  required: ['total'],
  properties: { total: { type: 'string', pattern: '^\\d+\\.\\d\\d$' }, number: { type: 'string' } },
  additionalProperties: false,
};

export const SETTINGS: ApprovalSettings = {
  form: FORM,
  approvers: { role: 'accounts-payable' },
  sla: 2 * HOUR,
  escalate: [
    { after: 2 * HOUR, to: { role: 'ap-manager' } },
    { after: 4 * HOUR, to: { role: 'process-owner' } },
  ],
  timeout: 24 * HOUR,
};

export const SHOWN = {
  title: 'Check invoice G-118',
  reason: 'The total was hard to read.',
  show: { fields: { total: '268.00', number: 'G-118' }, confidence: { total: 0.6 } },
};

export interface Letter {
  to: string;
  subject: string;
  text: string;
  html: string;
  key: string;
}

interface World {
  io?: Io;
  initiator?: string;
  input?: unknown;
  settings?: Partial<ApprovalSettings>;
  /** In place of the one under policies/. */
  people?: Directory;
  /** Who answers for the agents of the workflow: step → role. */
  owners?: Record<string, string>;
  /** Addresses that the mail service refuses. */
  refuses?: RegExp;
}

/** An approval's whole world in memory: ledger, clock, mailbox, timers, and a step that waits for tokens to be answered. */
export async function approvalWorld(world: World = {}) {
  const { io: given = () => {}, initiator, input = SHOWN, settings, people = directory, owners = {}, refuses } = world;
  let io: Io = () => {};
  let time = START;
  let count = 0;
  const memory = memoryPorts((what) => io(what));
  const mails: Letter[] = [];
  const timers = new Map<string, { at: string; event: Parameters<typeof timerFired>[1] }>();
  const answers: { token: string; outcome: Outcome }[] = [];
  const around = async (what: string, work: () => void) => {
    await io(`before ${what}`);
    work();
    await io(`after ${what}`);
  };
  const ports: OpenPorts & DecidePorts = {
    ...memory.ports,
    policy,
    tenant: TENANT,
    directory: people,
    url: 'https://countersign.test',
    clock: { ...memory.ports.clock, now: () => time },
    random: {
      bytes: (length) => {
        count += 1;
        return bytes(length, count);
      },
    },
    policyHash: policies.hash,
    mailer: {
      send: (mail) =>
        around('mail', () => {
          if (refuses?.test(mail.to)) throw Object.assign(new Error('no such mailbox'), { name: 'MessageRejected' });
          mails.push(mail);
        }),
    },
    timers: {
      set: (name, at, event) => around('timer', () => void (timers.has(name) || timers.set(name, { at, event }))),
    },
    tokens: { seal: async (token, place) => Buffer.from(JSON.stringify([token, place])) },
  };
  const wish = { tenant: TENANT, workflow: 'pay', version: '1.0.0', event: 'e', input: {}, actor: 'trigger' };
  const { run } = await requestRun(memory.ports, { ...wish, ...(initiator && { initiator }) });
  io = given;
  const about = { id: run, workflow: 'pay', startedAt: new Date(START).toISOString(), machine: 'arn' };
  const payload = { run: about, step: 'review', attempt: 0, input, policy: {} };
  const row = () =>
    [...memory.rows.values()].find(
      ({ pk, sk }) => pk === runPartition(TENANT, run) && sk.startsWith(APPROVAL_PREFIX),
    ) as ApprovalRow | undefined;
  const known = () => {
    const found = row();
    if (!found) throw new Error('the approval is not open');
    return structuredClone(found);
  };
  return {
    ...memory,
    ports,
    run,
    mails,
    timers,
    answers,
    row: known,
    /** Opens it as Step Functions would, with a token. */
    open: (taskToken = 'token-1', step = 'review', more: Partial<ApprovalSettings> = {}) =>
      openApproval(ports, { ...payload, step, taskToken }, { ...SETTINGS, ...settings, ...more }, stepsOwnedBy(owners)),
    /** Decides as somebody who looks at it now. */
    decide: async (more: Partial<DecisionRequest> & { id?: string } = {}, seen = row()) => {
      if (!seen) throw new Error('the approval is not open');
      const { id = 'p-anna', ...request } = more;
      const digest = approvalDigest(seen, seen.roles[0]!, policies.hash);
      const base = { person: person(id), proof: 'session', decision: 'approve', digest } as const;
      return decide(ports, structuredClone(seen), { ...base, ...request });
    },
    fire: (level?: number) =>
      timerFired(ports, { run, approval: row()?.approval ?? 'none', ...(level !== undefined && { level }) }),
    /** Hands on what is decided; a token that has been answered takes no second answer, as in Step Functions. */
    resume: () =>
      resume(
        {
          tenant: TENANT,
          ledger: memory.ports.ledger,
          open: async (ciphertext) => JSON.parse(bytesOf(ciphertext).toString())[0],
          answer: async (token, outcome) =>
            void (answers.some((answer) => answer.token === token) || answers.push({ token, outcome })),
        },
        run,
        row()?.approval ?? 'none',
      ),
    enter: async (mail: Letter, code = codeIn(mail)) => {
      const link = linkIn(mail);
      const followed = await followLink(ports, link);
      await checkCode(ports, link, followed, code);
      return followed;
    },
    pass: (hours: number) => {
      time += hours * HOUR * 1000;
    },
    chain: () => chainOf(memory.rows),
    types: () => chainOf(memory.rows).map(({ entry }) => entry.type),
    crash: (next: Io) => {
      io = next;
    },
  };
}

const stepsOwnedBy = (owners: Record<string, string>) =>
  Object.fromEntries(Object.entries(owners).map(([step, owner]) => [step, { owner }]));

/** Different each time, the same in every run. */
const bytes = (length: number, count: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (count * 73 + i * 31 + (count >> 8) * 11 + ((i * count) % 7)) & 255);

/** The ledger in memory keeps what JSON makes of bytes. */
const bytesOf = (value: unknown): Buffer =>
  value instanceof Uint8Array ? Buffer.from(value) : Buffer.from((value as { data: number[] }).data);

export const linkIn = ({ text }: Letter): string => /\/approve\/([\w-]+)/.exec(text)![1]!;
export const codeIn = ({ text }: Letter): string => /code is (\d{4} \d{4})/.exec(text)![1]!;
export const wrong = (mail: Letter): string => (codeIn(mail) === '0000 0000' ? '11111111' : '00000000');

/** Fails the n-th call of the outside, once. */
export function crashAt(n: number): { io: Io; crashed: () => boolean } {
  let calls = 0;
  return {
    io: (what) => {
      calls += 1;
      if (calls === n) throw Object.assign(new Error(`crash at call ${n}, ${what}`), { name: 'Crash' });
    },
    crashed: () => calls >= n,
  };
}
