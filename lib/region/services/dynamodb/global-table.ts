/**
 * AWS::DynamoDB::GlobalTable, which CDK's TableV2 makes. The local region is one region: a replica elsewhere is refused.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-globaltable.html
 */
import * as z from 'zod';
import { AwsError, type ResourceType } from '../../service.ts';
import { flag, integer, resource, tags } from '../../shape.ts';
import { physicalName } from '../../template/name.ts';
import type { Data } from './data.ts';
import * as define from './define.ts';
import { drop, provision, refuseRename, sharedProperties, type Wanted } from './provision.ts';
import type { Tables } from './tables.ts';

const { recovery, timeToLive, insights, policy } = sharedProperties;
const ceiling = {
  read: z.strictObject({ MaxReadRequestUnits: integer }),
  write: z.strictObject({ MaxWriteRequestUnits: integer }),
};

const replica = z.strictObject({
  Region: z.string(),
  PointInTimeRecoverySpecification: recovery.optional(),
  DeletionProtectionEnabled: flag.default(false),
  ContributorInsightsSpecification: insights.optional(),
  GlobalSecondaryIndexes: z
    .array(z.strictObject({ IndexName: z.string(), ContributorInsightsSpecification: insights.optional() }))
    .optional(),
  ReadOnDemandThroughputSettings: ceiling.read.optional(),
  ReplicaStreamSpecification: z.strictObject({ ResourcePolicy: policy }).optional(),
  ResourcePolicy: policy.optional(),
  SSESpecification: z.strictObject({ KMSMasterKeyId: z.string() }).optional(),
  TableClass: define.definition.TableClass,
  Tags: tags.default([]),
});

const { OnDemandThroughput: _onDemand, ProvisionedThroughput: _provisioned, ...globalIndex } = define.globalIndex.shape;

const properties = z.strictObject({
  TableName: define.tableName.optional(),
  AttributeDefinitions: define.attributes,
  KeySchema: define.definition.KeySchema,
  BillingMode: z.literal('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: z
    .array(z.strictObject({ ...globalIndex, WriteOnDemandThroughputSettings: ceiling.write.optional() }))
    .default([]),
  LocalSecondaryIndexes: define.definition.LocalSecondaryIndexes,
  Replicas: z.array(replica).min(1),
  SSESpecification: z.strictObject({ SSEEnabled: flag, SSEType: z.enum(['AES256', 'KMS']).optional() }).optional(),
  StreamSpecification: z.strictObject({ StreamViewType: define.streamView }).optional(),
  TimeToLiveSpecification: timeToLive.optional(),
  WarmThroughput: define.definition.WarmThroughput,
  WriteOnDemandThroughputSettings: ceiling.write.optional(),
});

type Properties = z.output<typeof properties>;

export function globalTableResource(data: Data, tables: Tables): Record<string, ResourceType> {
  return resource('AWS::DynamoDB::GlobalTable', properties, {
    create: (given, place) => {
      const name = given.TableName ?? physicalName(place, 255);
      return provision(data, tables, name, wantedOf(given, data.region.name));
    },
    update: (given, current, place) => {
      refuseRename(current, given.TableName ?? current.ref, place);
      return provision(data, tables, current.ref, wantedOf(given, data.region.name));
    },
    delete: (current) => drop(data, tables, current.ref),
  });
}

function wantedOf(given: Properties, regionName: string): Wanted {
  const [here, another] = given.Replicas;
  if (!here || another || here.Region !== regionName) throw elsewhere(given, regionName);
  const { TimeToLiveSpecification: ttl, SSESpecification: sse } = given;
  return {
    definition: {
      ...given,
      GlobalSecondaryIndexes: given.GlobalSecondaryIndexes.map(({ WriteOnDemandThroughputSettings: _, ...one }) => one),
      DeletionProtectionEnabled: here.DeletionProtectionEnabled,
      TableClass: here.TableClass,
      Tags: here.Tags,
      OnDemandThroughput:
        here.ReadOnDemandThroughputSettings || given.WriteOnDemandThroughputSettings
          ? { ...here.ReadOnDemandThroughputSettings, ...given.WriteOnDemandThroughputSettings }
          : undefined,
    },
    stream: given.StreamSpecification?.StreamViewType,
    ttl: ttl?.Enabled ? ttl.AttributeName : undefined,
    pointInTimeRecovery: here.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false,
    settings: sse?.SSEEnabled
      ? {
          SSEDescription: {
            Status: 'ENABLED',
            SSEType: sse.SSEType ?? 'KMS',
            KMSMasterKeyArn: here.SSESpecification?.KMSMasterKeyId,
          },
        }
      : {},
    policy: here.ResourcePolicy?.PolicyDocument,
    streamPolicy: here.ReplicaStreamSpecification?.ResourcePolicy.PolicyDocument,
  };
}

function elsewhere({ Replicas }: Properties, here: string): AwsError {
  const regions = Replicas.map((one) => one.Region).join(', ');
  const message = `The global table has replicas in ${regions}; the local region is ${here} alone and can have no other`;
  return new AwsError('ValidationError', message);
}
