import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AuditEntry } from '../audit/entry.ts';
import type { ExportPorts } from '../audit/export.ts';
import { LEAF_PREFIX } from '../audit/keys.ts';
import { AUDIT_PREFIX, runPartition } from '../engine/keys.ts';
import type { Ledger, Row } from '../engine/ports.ts';
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
    places: async (run) => placesOf(await rowsOf(run, LEAF_PREFIX)),
    newest: () => newestCheckpoint(tenant),
    readTile: readTiles(new DynamoDBClient(CLIENT), table, tenant),
  };
}

/** By seq, not by how many there are: a leaf may still be missing before one that is there. */
function placesOf(rows: readonly Row[]): number[] {
  const places: number[] = [];
  for (const { sk, index } of rows) places[Number(sk.slice(LEAF_PREFIX.length))] = Number(index);
  return places;
}
