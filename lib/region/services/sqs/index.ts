/** Amazon SQS: standard and FIFO queues, long polls, dead-letter queues. */
import type { Region, Service } from '../../service.ts';
import { jsonProtocol } from '../../wire/json.ts';
import { managing } from './manage.ts';
import { receiving } from './receive.ts';
import { resources } from './resources.ts';
import { sending } from './send.ts';
import { settling } from './settle.ts';
import { parts } from './sqs.ts';

export interface SqsService extends Service {
  /** Calls `arrived` whenever the queue has a message to receive. Returns a function that ends it. */
  subscribe(queueArn: string, arrived: () => void): () => void;
}

const QUERY_ERRORS = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
};

export function sqs(region: Region): SqsService {
  const shared = parts(region);
  return {
    name: 'sqs',
    operations: { ...managing(shared), ...sending(shared), ...receiving(shared), ...settling(shared) },
    resources: resources(shared),
    protocol: jsonProtocol('AmazonSQS', { queryErrors: QUERY_ERRORS }),
    subscribe: (queueArn, arrived) => shared.arrivals.subscribe(queueArn.slice(queueArn.lastIndexOf(':') + 1), arrived),
    stop: () => shared.arrivals.stop(),
  };
}
