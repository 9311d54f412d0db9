import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { DeploymentConfig } from './config.ts';
import type { Ledger } from './constructs/ledger.ts';

/** What the functions of a deployment share. */
export interface Resources {
  config: DeploymentConfig;
  ledger: Ledger;
  /** Stand-in for a customer's payables system, with its own books. */
  payables: Table;
  /** Runs that a person must look at. */
  exceptions: Queue;
  /** SES identity that mails are sent as. */
  mailIdentityArn: string;
  /** Escalations and expiries of approvals. */
  schedules: CfnScheduleGroup;
  /** Public address of API and pages, without a trailing slash. */
  url: string;
}
