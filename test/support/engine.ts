import type { Context } from 'aws-lambda';
import { EMPTY, hashEntry, type SealedEntry } from '../../lib/audit/chain.ts';
import type { ProgramStep } from '../../lib/compile/program.ts';
import type { Book } from '../../lib/engine/book.ts';
import type { EnginePorts, Row } from '../../lib/engine/ports.ts';
import { requestRun } from '../../lib/engine/runs.ts';
import { type Effect, governed, type StepAnswer } from '../../lib/engine/step.ts';
import type { PolicyDecision } from '../../lib/policy/request.ts';
import { memoryLedger } from './memory-ledger.ts';

/** Called before and after every call to the outside, with its name. A throw there is a crash at that point. */
export type Io = (what: string) => Promise<void> | void;

export const ALLOW: PolicyDecision = {
  allow: true,
  policies: ['workflow-own-tools'],
  errors: [],
  bundle: 'b',
  obligations: [],
  reasons: [],
};

/** The engine's ports in memory. Time stands still until it is told to pass; sleeping only gives way to others. */
export function memoryPorts(io: Io = () => {}) {
  const objects = new Map<string, Uint8Array>();
  let random = 0;
  let now = 1_760_000_000_000;
  const ledger = memoryLedger(io);
  const ports: EnginePorts = {
    clock: { now: () => now, sleep: () => new Promise((resolve) => setImmediate(resolve)) },
    random: {
      bytes: (count) => {
        random += 1;
        return new Uint8Array(count).fill(random);
      },
    },
    ledger,
    payloads: {
      put: async (digest, bytes) => {
        await io('before payloads.put');
        objects.set(digest, bytes);
        await io('after payloads.put');
      },
      get: async (digest) => {
        await io('before payloads.get');
        return objects.get(digest)!;
      },
    },
    policy: { decide: () => ALLOW },
  };
  const pass = (seconds: number): void => {
    now += seconds * 1000;
  };
  return { ports, rows: ledger.rows, objects, pass };
}

/** A tool step with an effect, as the compiler describes it. */
export const toolStep = (parts: Partial<ProgramStep>): ProgramStep => ({
  kind: 'tool',
  tool: 'pay',
  timeout: 30,
  memory: 512,
  grants: [],
  assets: [],
  effect: 'reversible',
  policy: { action: 'InvokeTool' },
  ...parts,
});

export const TENANT = 'acme';

/** A book over these steps, and a run that has been requested. */
export async function bookWithRun(steps: Record<string, ProgramStep>, io?: Io, scopes: Record<string, string[]> = {}) {
  const memory = memoryPorts();
  const program = { name: 'pay', version: '1.0.0', digest: 'd', steps, scopes, graph: { nodes: [], edges: [] } };
  const wanted = {
    tenant: TENANT,
    workflow: 'pay',
    version: '1.0.0',
    machine: 'arn:machine',
    event: 'e1',
    actor: 'trigger',
  };
  const { run } = await requestRun(memory.ports, { ...wanted, input: { invoice: 7 } });
  const steered = memoryPorts(io);
  for (const [id, row] of memory.rows) steered.rows.set(id, row);
  const book: Book = { tenant: TENANT, region: 'eu-central-1', program, ports: steered.ports };
  return { book, run, ...steered };
}

/** Invokes a governed step as Step Functions would. */
export function invoke(
  book: Book,
  effect: Effect,
  run: string,
  step: string,
  input: unknown,
  pass: { at?: string; item?: unknown; policy?: object; settle?: true } = {},
): Promise<StepAnswer> {
  const about = { id: run, workflow: book.program.name, startedAt: '2026-01-01T00:00:00.000Z', machine: 'arn:machine' };
  const payload = { run: about, step, attempt: 0, input, policy: {}, ...pass };
  return governed(book, effect)(payload as never, {} as Context) as Promise<StepAnswer>;
}

/** The entries of a run's chain in order; throws if the chain does not hold. */
export function chainOf(rows: Map<string, Row>): SealedEntry[] {
  const found = [...rows.values()].filter(({ sk }) => sk.startsWith('AUDIT#')).sort((a, b) => (a.sk < b.sk ? -1 : 1));
  const chain = found.map(({ entry, hash }) => ({ entry: JSON.parse(String(entry)), hash: String(hash) }));
  let previous = EMPTY.hash;
  for (const { entry, hash } of chain) {
    if (entry.prev !== previous || hashEntry(entry) !== hash) throw new Error(`chain breaks at ${entry.seq}`);
    previous = hash;
  }
  return chain;
}
