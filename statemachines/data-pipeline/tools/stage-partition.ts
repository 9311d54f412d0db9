import { createHash } from 'node:crypto';
import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';
import { manifestPath } from './manifest.ts';

interface Input {
  run: string;
  dataset: string;
  day: string;
  partition: string;
}

interface Row {
  order: string;
  customer: string | null;
  amountMinor: number;
}

export const handler = defineTool({
  effect: async ({ input: { run, partition, ...day }, key, signal }: EffectCall<Input>) => {
    const path = `${manifestPath(day)}/partitions/${encodeURIComponent(partition)}`;
    const { rows } = (await system('source').get(path, { signal })) as { rows: Row[] };
    const formed = rows.toSorted(byOrder).map((row) => ({ day: day.day, ...row }));
    const output = digestOf(formed);
    const staged = `/staging/${encodeURIComponent(run)}/${encodeURIComponent(partition)}`;
    await system('lake').put(staged, { rows: formed, digest: output }, { idempotencyKey: key, signal });
    return { input: digestOf(rows), output, ...profile(rows) };
  },
});

// By code unit, so that the same rows give the same digest on every machine.
const byOrder = (a: Row, b: Row): number => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0);

const digestOf = (rows: unknown): string => createHash('sha256').update(JSON.stringify(rows)).digest('hex');

function profile(rows: readonly Row[]) {
  const missing = rows.filter(({ customer }) => customer === null).length;
  return {
    rows: rows.length,
    missingPercent: rows.length === 0 ? 0 : Math.ceil((100 * missing) / rows.length),
    duplicates: rows.length - new Set(rows.map(({ order }) => order)).size,
  };
}
