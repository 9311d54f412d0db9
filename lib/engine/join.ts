import * as z from 'zod';
import { checkIn, redeem } from './claims.ts';
import { EngineError, Terminal } from './errors.ts';
import { commitmentOf, keep } from './keep.ts';
import { joinKey } from './keys.ts';
import type { Payloads, Row } from './ports.ts';
import { type RecordPorts, record } from './record.ts';
import { type Kept, type Reason, type RunRow, reason } from './rows.ts';

/** What a parallel step that does not wait for all tells of a branch, or asks when it goes on. */
const about = { run: z.object({ id: z.string() }).loose(), join: z.string(), at: z.string().nullish() };
const arrival = z.object({
  ...about,
  branch: z.string(),
  need: z.int().min(1),
  of: z.int().min(1),
  results: z.record(z.string(), z.unknown()).optional(),
  error: reason.optional(),
});
export const joinRequest = z.union([z.object({ ...about, collect: z.literal(true) }), arrival]);
export type Arrival = z.output<typeof arrival>;
export type JoinAt = Pick<Arrival, 'run' | 'join' | 'at'>;

/** How far a join has come. Once `need` have arrived nothing is added. */
export interface JoinRow extends Row {
  /** Results by branch: the outputs of its steps by id. */
  arrived: Record<string, Kept>;
  failed: Record<string, Reason>;
}

export type JoinPorts = RecordPorts & { payloads: Payloads };

/** What the machine knows the end of a join by: it stops the other branches. */
const JOINED = 'Joined';

const keyOf = (tenant: string, { run, join, at }: JoinAt) => joinKey(tenant, run.id, join, at ?? undefined);

/**
 * Counts a branch that has arrived, or failed; told twice it counts once. Throws `Joined` when enough have arrived, and
 * `JoinFailed` when enough no longer can: then what the branch itself failed with goes on.
 */
export async function arrive(ports: JoinPorts, tenant: string, given: Arrival): Promise<void> {
  const { need, of, branch, error } = given;
  const row = await count(ports, tenant, given);
  if (Object.keys(row.arrived).length >= need)
    throw new EngineError(JOINED, `${need} of the branches of ${given.join} have arrived`);
  if (Object.keys(row.failed).length > of - need)
    throw new Terminal(
      `${branch} of ${given.join} has failed with ${error?.name}, and fewer than ${need} are left`,
      FAILED,
    );
}

const FAILED = 'JoinFailed';

async function count(ports: JoinPorts, tenant: string, given: Arrival): Promise<JoinRow> {
  const key = keyOf(tenant, given);
  const { join, at: pass, branch, need, run, error } = given;
  const known = (await ports.ledger.get(key)) as JoinRow | undefined;
  if (known && isCounted(known, given)) return known;
  const kept = keep(ports.random, await checkIn(ports.payloads, given.results ?? {}, LIMIT));
  const type = error ? 'branch.failed' : 'branch.arrived';
  const place = { step: join, ...(pass && { at: pass }), branch, need };
  const data = { ...place, ...(error ? { error: error.name } : { results: commitmentOf(kept) }) };
  const fact = { type, at: new Date(ports.clock.now()).toISOString(), actor: `step:${join}`, subject: join, data };
  let row: JoinRow = { ...key, arrived: {}, failed: {} };
  const add = async (_: number, { endedAt, status }: RunRow) => {
    if (endedAt) throw new Terminal(`run ${run.id} has ended as ${status}; its branches arrive nowhere`, 'RunEnded');
    row = ((await ports.ledger.get(key)) as JoinRow | undefined) ?? row;
    if (!isCounted(row, given)) row = withBranch(row, given, kept);
    return { writes: [{ put: row }] };
  };
  await record(ports, { tenant, run: run.id, fact, at: add });
  return row;
}

/** Bytes of one branch's results in the item that holds those of all. */
const LIMIT = 8 * 1024;

/** Known, or too late to count. */
const isCounted = ({ arrived, failed }: JoinRow, { branch, need }: Arrival): boolean =>
  branch in arrived || branch in failed || Object.keys(arrived).length >= need;

const withBranch = (row: JoinRow, { branch, error }: Arrival, kept: Kept): JoinRow =>
  error
    ? { ...row, failed: { ...row.failed, [branch]: error } }
    : { ...row, arrived: { ...row.arrived, [branch]: kept } };

/** What the branches that have arrived gave: the outputs of their steps by id, as the state after the join reads them. */
export async function collect(
  ports: JoinPorts,
  tenant: string,
  given: JoinAt,
): Promise<{ output: object; branches: string[] }> {
  const row = (await ports.ledger.get(keyOf(tenant, given))) as JoinRow | undefined;
  const arrived = Object.entries(row?.arrived ?? {});
  const results = await Promise.all(arrived.map(([, { value }]) => redeem(ports.payloads, value)));
  const output = (await checkIn(ports.payloads, Object.assign({}, ...(results as object[])))) as object;
  return { output, branches: arrived.map(([branch]) => branch) };
}
