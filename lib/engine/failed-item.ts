import { Conflict } from './errors.ts';
import { itemKey } from './keys.ts';
import { type RecordPorts, record } from './record.ts';
import type { Reason, RunRow } from './rows.ts';
import type { RunName } from './settle.ts';

/** An item of a map has failed, and its run goes on as far as the map bears that: on record once, with its reason. */
export async function noteFailedItem(
  ports: RecordPorts,
  { tenant, run }: RunName,
  at: string,
  error: Reason,
): Promise<void> {
  const key = itemKey(tenant, run, error.step ?? 'map', at);
  const time = new Date(ports.clock.now()).toISOString();
  const data = { at, error: error.name, ...(error.step && { step: error.step }) };
  const fact = { type: 'item.excepted', at: time, actor: 'exception', data };
  const open = (_: number, { endedAt, status }: RunRow) => {
    if (endedAt) throw new Conflict(`run ${run} has ended as ${status}`);
    return { writes: [{ put: { ...key, reason: error }, when: 'absent' as const }] };
  };
  await record(ports, { tenant, run, fact, at: open }).catch((conflict: unknown) => {
    if (!(conflict instanceof Conflict)) throw conflict;
  });
}
