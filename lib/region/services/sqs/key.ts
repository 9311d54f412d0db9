/** Queues under a customer's key: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
import { AwsError, type Call, type Region } from '../../service.ts';
import { authorizeKey, type KeyUse, refusedAs } from '../kms/via.ts';
import type { Queue } from './queues.ts';

/** Who sends needs a data key, and the right to have it opened; who receives needs it opened. */
export const SENDING: KeyUse['actions'] = ['GenerateDataKey', 'Decrypt'];
export const RECEIVING: KeyUse['actions'] = ['Decrypt'];

/** @throws AwsError KmsAccessDenied, KmsNotFound, KmsDisabled or KmsInvalidState */
export function authorizeQueueKey(region: Region, call: Call, queue: Queue, actions: KeyUse['actions']): void {
  const { KmsMasterKeyId: keyId } = queue.attributes;
  const context = { 'aws:sqs:arn': queue.arn };
  refusedAs(ofSqs, () => authorizeKey(region, call, { service: 'sqs', keyId, actions, context }));
}

const ofSqs = ({ code, message }: AwsError): AwsError =>
  new AwsError(`Kms${code.replace(/^KMS|Exception$/g, '')}`, message);
