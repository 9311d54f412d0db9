/** Time to live, continuous backups, tags. */
import * as z from 'zod';
import type { Call, Operation } from '../../service.ts';
import { operation, tags } from '../../shape.ts';
import type { Data } from './data.ts';
import { invalid } from './errors.ts';
import type { Table } from './table.ts';
import type { Tables } from './tables.ts';

const named = z.strictObject({ TableName: z.string() });
const timeToLive = z.strictObject({
  TableName: z.string(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().min(1).max(255), Enabled: z.boolean() }),
});
const backups = z.strictObject({
  TableName: z.string(),
  PointInTimeRecoverySpecification: z.strictObject({ PointInTimeRecoveryEnabled: z.boolean() }),
});
const tagging = z.strictObject({ ResourceArn: z.string(), Tags: tags });
const untagging = z.strictObject({ ResourceArn: z.string(), TagKeys: z.array(z.string()) });
const listing = z.strictObject({ ResourceArn: z.string() });

export function settingsOperations(data: Data, tables: Tables): Record<string, Operation> {
  const find = (call: Call, action: string, name: string) => {
    call.authorize(`dynamodb:${action}`, data.catalog.arn(name));
    return tables.get(name);
  };
  return {
    ...operation('UpdateTimeToLive', timeToLive, ({ TableName, TimeToLiveSpecification: given }, call) => {
      const table = find(call, 'UpdateTimeToLive', TableName);
      refuseSameState(table, given.Enabled);
      tables.setTimeToLive(table, given.Enabled ? given.AttributeName : undefined);
      return { TimeToLiveSpecification: given };
    }),
    ...operation('DescribeTimeToLive', named, ({ TableName }, call) => {
      const { ttl } = find(call, 'DescribeTimeToLive', TableName);
      const state = ttl ? { TimeToLiveStatus: 'ENABLED', AttributeName: ttl } : { TimeToLiveStatus: 'DISABLED' };
      return { TimeToLiveDescription: state };
    }),
    ...operation('DescribeContinuousBackups', named, ({ TableName }, call) =>
      continuousBackups(find(call, 'DescribeContinuousBackups', TableName)),
    ),
    ...operation('UpdateContinuousBackups', backups, ({ TableName, PointInTimeRecoverySpecification: given }, call) => {
      const table = find(call, 'UpdateContinuousBackups', TableName);
      return continuousBackups(tables.set(table, { pointInTimeRecovery: given.PointInTimeRecoveryEnabled }));
    }),
    ...operation('TagResource', tagging, ({ ResourceArn, Tags }, call) => {
      const table = find(call, 'TagResource', ResourceArn);
      const others = table.tags.filter((old) => !Tags.some((one) => one.Key === old.Key));
      tables.set(table, { tags: [...others, ...Tags] });
    }),
    ...operation('UntagResource', untagging, ({ ResourceArn, TagKeys }, call) => {
      const table = find(call, 'UntagResource', ResourceArn);
      tables.set(table, { tags: table.tags.filter((one) => !TagKeys.includes(one.Key)) });
    }),
    ...operation('ListTagsOfResource', listing, ({ ResourceArn }, call) => ({
      Tags: find(call, 'ListTagsOfResource', ResourceArn).tags,
    })),
  };
}

function refuseSameState({ ttl }: Table, enabled: boolean): void {
  if (enabled === (ttl !== undefined)) throw invalid(`TimeToLive is already ${enabled ? 'enabled' : 'disabled'}`);
}

/** The region keeps the setting and makes no backups: there is nothing here to restore to. */
function continuousBackups({ pointInTimeRecovery }: Table) {
  const status = pointInTimeRecovery ? 'ENABLED' : 'DISABLED';
  const recovery = { PointInTimeRecoveryStatus: status };
  return {
    ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription: recovery },
  };
}
