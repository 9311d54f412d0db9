import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { allow, decrypt, readStream } from '../grants.ts';
import type { Resources } from '../resources.ts';
import type { Site } from '../site.ts';
import { deadLetterQueue } from './dead-letters.ts';
import { Handler } from './handler.ts';
import type { Ledger } from './ledger.ts';
import { auditEntriesTo } from './stream-mapping.ts';

/** What all workflows of a deployment share: the exception queue, schedules, and the way from the ledger to the bus. */
export class DataPlane extends Construct {
  readonly resources: Resources;

  constructor(scope: Construct, id: string, site: Site, ledger: Ledger, url: string) {
    super(scope, id);
    this.resources = {
      config: site.config,
      ledger,
      url,
      payables: this.payablesTable(ledger),
      exceptions: this.exceptionQueue(),
      mailIdentityArn: ledger.mailIdentityArn,
      schedules: new CfnScheduleGroup(this, 'Schedules', {}),
    };
    this.publisher(site);
  }

  private payablesTable({ key }: Ledger): Table {
    return new Table(this, 'Payables', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  private exceptionQueue(): Queue {
    const dead = deadLetterQueue(this, 'ExceptionsDead');
    return new Queue(this, 'Exceptions', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: dead, maxReceiveCount: 10 },
    });
  }

  /** Ledger stream → event bus. */
  private publisher(site: Site): void {
    const { ledger } = this.resources;
    const handler = new Handler(this, 'Publish', {
      description: 'Publishes new audit entries of the ledger on the bus',
      code: site.code('lambdas/data-plane/publish.ts'),
      environment: { COUNTERSIGN_TENANT: site.config.tenant, COUNTERSIGN_BUS: ledger.bus.eventBusName },
      statements: [
        ...readStream(ledger.table),
        decrypt(ledger.key),
        allow(['events:PutEvents'], [ledger.bus.eventBusArn]),
      ],
    });
    auditEntriesTo(handler, ledger.table, { batchSize: 100, windowSeconds: 0 });
  }
}
