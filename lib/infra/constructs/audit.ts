import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { appendObjects, readStream, sign } from '../grants.ts';
import type { Site } from '../site.ts';
import { ledgerAccess } from '../step-access.ts';
import { deadLetterQueue } from './dead-letters.ts';
import { Handler } from './handler.ts';
import type { Ledger } from './ledger.ts';
import { SecureBucket } from './secure-bucket.ts';
import { auditEntriesTo } from './stream-mapping.ts';

/** The tenant's log: audit entries become leaves of one tree, and its checkpoints, signed, go under a compliance lock. */
export class Audit extends Construct {
  readonly anchors: Bucket;
  readonly checkpointKey: Key;

  constructor(scope: Construct, id: string, site: Site, ledger: Ledger) {
    super(scope, id);
    this.anchors = new SecureBucket(this, 'Anchors', {
      key: ledger.key,
      accessLogs: ledger.accessLogs,
      lockFor: Duration.days(site.config.retentionDays),
    }).bucket;
    this.checkpointKey = new Key(this, 'CheckpointKey', {
      description: `Signs the checkpoints of tenant ${site.config.tenant}'s audit log`,
      keySpec: KeySpec.ECC_NIST_EDWARDS25519,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.anchorHandler(site, ledger);
  }

  private anchorHandler(site: Site, ledger: Ledger): void {
    const access = ledgerAccess({ config: site.config, ledger });
    const handler = new Handler(this, 'Anchor', {
      description: 'Appends audit entries to the log and anchors its checkpoints',
      code: site.code('lambdas/data-plane/anchor.ts'),
      timeout: Duration.minutes(1),
      deadLetters: true,
      environment: {
        ...access.environment,
        COUNTERSIGN_BUCKET_ANCHORS: this.anchors.bucketName,
        COUNTERSIGN_CHECKPOINT_KEY: this.checkpointKey.keyArn,
        COUNTERSIGN_LOG_ORIGIN: logOrigin(site.config),
      },
      statements: [
        ...access.statements,
        appendObjects(this.anchors),
        sign(this.checkpointKey),
        ...readStream(ledger.table),
      ],
    });
    auditEntriesTo(handler, ledger.table, { batchSize: 200, windowSeconds: 1 });
    const target = new LambdaFunction(handler.fn, { deadLetterQueue: deadLetterQueue(handler, 'EachMinuteDead') });
    // What a crash left unsigned between the leaves and their checkpoint is signed within a minute.
    new Rule(handler, 'EachMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [target],
    });
  }
}

/** The name of a tenant's log, first line of its checkpoints. */
export const logOrigin = ({ tenant, region }: Site['config']): string => `countersign/${tenant}/${region}`;
