import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { SecureBucket } from './secure-bucket.ts';

/** The buckets that a workflow's `grants` may name. */
export interface Buckets {
  inbox: Bucket;
  documents: Bucket;
  archive: Bucket;
  payloads: Bucket;
}

/** Where the planes meet: the ledger, the bus, the buckets, the key that encrypts them, and the sender of mails. Everything here outlives a deployment. */
export class Ledger extends Construct {
  readonly key: Key;
  /** Seals task tokens and nothing else: who may read the ledger may not read them. */
  readonly taskTokenKey: Key;
  readonly table: Table;
  readonly bus: EventBus;
  readonly buckets: Buckets;
  readonly accessLogs: Bucket;
  /** SES identity that both planes send mails as. */
  readonly mailIdentityArn: string;

  constructor(scope: Construct, id: string, config: DeploymentConfig) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: `Countersign data of tenant ${config.tenant}`,
      enableKeyRotation: true,
    });
    this.taskTokenKey = new Key(this, 'TaskTokenKey', {
      description: `Seals the task tokens of tenant ${config.tenant}; only the functions that resume runs decrypt with it`,
      enableKeyRotation: true,
    });
    this.table = this.ledgerTable();
    this.bus = new EventBus(this, 'Bus');
    this.accessLogs = this.accessLogBucket();
    this.buckets = this.dataBuckets(Duration.days(config.retentionDays));
    this.mailIdentityArn = new EmailIdentity(this, 'Mail', {
      identity: Identity.email(config.mailFrom),
    }).emailIdentityArn;
  }

  private ledgerTable(): Table {
    const table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'ttl',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    table.addGlobalSecondaryIndex({
      indexName: 'gsi1',
      partitionKey: { name: 'gsi1pk', type: AttributeType.STRING },
      sortKey: { name: 'gsi1sk', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
    return table;
  }

  private accessLogBucket(): Bucket {
    const bucket = new Bucket(this, 'AccessLogs', {
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ expiration: Duration.days(400), noncurrentVersionExpiration: Duration.days(30) }],
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'This is the bucket that receives the access logs; logging it into itself would never end.',
    });
    return bucket;
  }

  private dataBuckets(retention: Duration): Buckets {
    const common = { key: this.key, accessLogs: this.accessLogs };
    return {
      inbox: new SecureBucket(this, 'Inbox', { ...common, events: true }).bucket,
      documents: new SecureBucket(this, 'Documents', common).bucket,
      archive: new SecureBucket(this, 'Archive', { ...common, lockFor: retention }).bucket,
      payloads: new SecureBucket(this, 'Payloads', { ...common, expireAfter: Duration.days(400) }).bucket,
    };
  }
}
