import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface SecureBucketProps {
  key: IKey;
  /** Where access to this bucket is logged. */
  accessLogs: Bucket;
  /** Sends "Object Created" events to the default bus. */
  events?: boolean;
  /** Compliance lock: nobody, the root user included, can delete a version before it ends. */
  lockFor?: Duration;
  /** Objects disappear after this; absent: they stay. */
  expireAfter?: Duration;
}

/** A versioned bucket that is encrypted with our key, refuses plain HTTP and public access, and logs who read what. */
export class SecureBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: SecureBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      encryption: BucketEncryption.KMS,
      encryptionKey: props.key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      serverAccessLogsBucket: props.accessLogs,
      serverAccessLogsPrefix: `${id.toLowerCase()}/`,
      removalPolicy: RemovalPolicy.RETAIN,
      ...(props.lockFor && {
        objectLockEnabled: true,
        objectLockDefaultRetention: ObjectLockRetention.compliance(props.lockFor),
      }),
      ...(props.expireAfter && {
        lifecycleRules: [{ expiration: props.expireAfter, noncurrentVersionExpiration: props.expireAfter }],
      }),
    });
    if (props.events) enableEvents(this.bucket);
  }
}

/** The property of the resource itself: the L2's switch would deploy a custom resource with a function of its own. */
function enableEvents(bucket: Bucket): void {
  const resource = bucket.node.defaultChild as CfnBucket;
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}
