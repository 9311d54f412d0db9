/** The services of the region, one line each. */
import type { RegionCore } from '../core.ts';
import type { Service } from '../service.ts';
import { cloudwatch } from './cloudwatch.ts';
import { dynamodb } from './dynamodb/index.ts';
import { iam } from './iam.ts';
import { logs } from './logs/logs.ts';
import { ssm } from './ssm.ts';
import { sts } from './sts.ts';

export type ServiceFactory = (region: RegionCore) => Service;

export const factories: readonly ServiceFactory[] = [iam, sts, logs, ssm, cloudwatch, dynamodb];
