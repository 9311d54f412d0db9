import program from '@countersign/program';
import { env } from './env.ts';
import { dynamoLedger } from './ledger.ts';
import { clock, random } from './system.ts';

/** The tenant, the region and the workflow of this function: what its bundle and its stack have fixed. */
export const deployment = () => ({ tenant: env('COUNTERSIGN_TENANT'), region: env('AWS_REGION'), program });

/** What a function needs that notes something about a run but performs no step. */
export const recordPorts = () => ({ clock, random, ledger: dynamoLedger(env('COUNTERSIGN_LEDGER')) });
