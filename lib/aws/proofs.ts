import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AuditEntry } from '../audit/entry.ts';
import type { ExportPorts } from '../audit/export.ts';
import { AUDIT_PREFIX, runPartition } from '../engine/keys.ts';
import type { Ledger } from '../engine/ports.ts';
import { newestCheckpoint } from './anchors.ts';
import { readTiles } from './audit-log.ts';
import { CLIENT } from './clients.ts';

/** What exporting a proof reads. */
export function exportPorts(table: string, tenant: string, ledger: Ledger): ExportPorts {
  const rowsOf = (run: string, prefix: string) => ledger.list(runPartition(tenant, run), prefix);
  return {
    entries: async (run) => {
      const rows = await rowsOf(run, AUDIT_PREFIX);
      return rows.map(({ entry, hash }) => ({ entry: JSON.parse(String(entry)) as AuditEntry, hash: String(hash) }));
    },
    places: async (run) => (await rowsOf(run, 'LEAF#')).map(({ index }) => Number(index)),
    newest: () => newestCheckpoint(tenant),
    readTile: readTiles(new DynamoDBClient(CLIENT), table, tenant),
  };
}
