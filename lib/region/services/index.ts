/** The services of the region, one line each. */
import type { RegionCore } from '../core.ts';
import type { Service } from '../service.ts';
import { apigateway } from './apigateway/index.ts';
import { bedrock } from './bedrock/index.ts';
import { cloudwatch } from './cloudwatch.ts';
import { dynamodb } from './dynamodb/index.ts';
import { events } from './events/index.ts';
import { iam } from './iam.ts';
import { kms } from './kms/index.ts';
import { lambda } from './lambda/index.ts';
import { logs } from './logs/logs.ts';
import { s3 } from './s3/index.ts';
import { scheduler } from './scheduler/index.ts';
import { secretsmanager } from './secretsmanager/index.ts';
import { ses } from './ses/index.ts';
import { sqs } from './sqs/index.ts';
import { ssm } from './ssm.ts';
import { states } from './states/index.ts';
import { sts } from './sts.ts';

export type ServiceFactory = (region: RegionCore) => Service;

export const factories: readonly ServiceFactory[] = [
  iam,
  sts,
  logs,
  ssm,
  cloudwatch,
  dynamodb,
  events,
  kms,
  s3,
  ses,
  sqs,
  states,
  bedrock,
  scheduler,
  secretsmanager,
  apigateway,
  lambda,
];
