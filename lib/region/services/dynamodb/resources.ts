/**
 * AWS::DynamoDB::Table.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html
 */
import * as z from 'zod';
import type { ResourceType } from '../../service.ts';
import { flag, resource } from '../../shape.ts';
import { physicalName } from '../../template/name.ts';
import type { Data } from './data.ts';
import * as define from './define.ts';
import { globalTableResource } from './global-table.ts';
import { drop, provision, refuseRename, sharedProperties, type Wanted } from './provision.ts';
import type { Tables } from './tables.ts';

const properties = z.strictObject({
  TableName: define.tableName.optional(),
  ...define.definition,
  GlobalSecondaryIndexes: z
    .array(define.globalIndex.extend({ ContributorInsightsSpecification: sharedProperties.insights.optional() }))
    .default([]),
  StreamSpecification: z
    .strictObject({ StreamViewType: define.streamView, ResourcePolicy: sharedProperties.policy.optional() })
    .optional(),
  TimeToLiveSpecification: sharedProperties.timeToLive.optional(),
  PointInTimeRecoverySpecification: sharedProperties.recovery.optional(),
  SSESpecification: z
    .strictObject({
      SSEEnabled: flag,
      SSEType: z.enum(['AES256', 'KMS']).optional(),
      KMSMasterKeyId: z.string().optional(),
    })
    .optional(),
  ContributorInsightsSpecification: sharedProperties.insights.optional(),
  ResourcePolicy: sharedProperties.policy.optional(),
});

type Properties = z.output<typeof properties>;

export function dynamodbResources(data: Data, tables: Tables): Record<string, ResourceType> {
  return {
    ...resource('AWS::DynamoDB::Table', properties, {
      create: (given, place) => provision(data, tables, given.TableName ?? physicalName(place, 255), wantedOf(given)),
      update: (given, current, place) => {
        refuseRename(current, given.TableName ?? current.ref, place);
        return provision(data, tables, current.ref, wantedOf(given));
      },
      delete: (current) => drop(data, tables, current.ref),
    }),
    ...globalTableResource(data, tables),
  };
}

function wantedOf(given: Properties): Wanted {
  const { SSESpecification: sse, TimeToLiveSpecification: ttl } = given;
  const indexes = given.GlobalSecondaryIndexes.map(({ ContributorInsightsSpecification: _, ...index }) => index);
  return {
    definition: { ...given, GlobalSecondaryIndexes: indexes },
    stream: given.StreamSpecification?.StreamViewType,
    ttl: ttl?.Enabled ? ttl.AttributeName : undefined,
    pointInTimeRecovery: given.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false,
    settings: sse?.SSEEnabled
      ? { SSEDescription: { Status: 'ENABLED', SSEType: sse.SSEType ?? 'KMS', KMSMasterKeyArn: sse.KMSMasterKeyId } }
      : {},
    policy: given.ResourcePolicy?.PolicyDocument,
    streamPolicy: given.StreamSpecification?.ResourcePolicy?.PolicyDocument,
  };
}
