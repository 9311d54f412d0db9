import type { RunningRegion } from '../../lib/region/region.ts';

/** Empties the books of the stand-in for a payables system, so that the same invoices are no duplicates the next time. */
export async function emptyBooks(region: RunningRegion): Promise<void> {
  const ask = (operation: string, input: object) => region.call({ kind: 'root' }, 'dynamodb', operation, input);
  const { TableNames } = (await ask('ListTables', {})) as { TableNames: string[] };
  const TableName = TableNames.find((name) => name.includes('Payables'));
  if (!TableName) throw new Error(`no table is named for the payables; there are ${TableNames.join(', ')}`);
  const { Items } = (await ask('Scan', { TableName })) as { Items: { pk: object; sk: object }[] };
  for (const { pk, sk } of Items) await ask('DeleteItem', { TableName, Key: { pk, sk } });
}
