import { Conflict } from '../engine/errors.ts';
import { type RecordPorts, record } from '../engine/record.ts';
import type { RunRow } from '../engine/rows.ts';
import { openBox } from './box.ts';
import type { Address } from './rows.ts';

/** A machine that works on what a step waits for says that it is alive. Resolves to the runs that hear of it. */
export async function beat(ports: RecordPorts, address: Address, from: string): Promise<string[]> {
  const { waits } = await openBox(ports.ledger, address, ports.clock.now());
  const at = new Date(ports.clock.now()).toISOString();
  const heard: string[] = [];
  for (const { run, id, step, at: pass } of waits) {
    const data = { step, ...(pass !== undefined && { at: pass }), signal: address.name };
    const fact = { type: 'signal.heartbeat', at, actor: from, subject: id, data };
    const open = (_: number, { endedAt }: RunRow) => {
      if (endedAt) throw new Conflict(`run ${run} has ended`);
      return {};
    };
    const noted = record(ports, { tenant: address.tenant, run, fact, at: open });
    await noted.then(() => heard.push(run), unlessOver);
  }
  return heard;
}

function unlessOver(error: unknown): void {
  if (!(error instanceof Conflict)) throw error;
}
