/** Sends the batches of one stream to the function, in order, with Lambda's retries. */
import { AwsError } from '../../../service.ts';
import { send, tell } from '../async/destination.ts';
import type { Result } from '../execution/execute.ts';
import type { FunctionVersion } from '../functions.ts';
import type { Lambda } from '../lambda.ts';
import { uuid } from '../operations/invoke.ts';
import { failedOf } from './failures.ts';
import type { Mapping } from './mapping.ts';
import { type Batch, batchInfo, type Condition, givenUp, pause, remaining } from './stream-batches.ts';
import type { StreamRecord } from './stream-source.ts';

export interface StreamDelivery {
  add(records: StreamRecord[]): void;
  /** Delivers all that was added. Gives the time of the next attempt when one must be waited for. */
  run(): Promise<number | undefined>;
}

/** `reached` is told each sequence number up to which all is done. */
export function streamDelivery(
  lambda: Lambda,
  mapping: Mapping,
  shardId: () => Promise<string>,
  reached: (sequenceNumber: string) => void,
): StreamDelivery {
  const { region, functions } = lambda;
  const reports = mapping.FunctionResponseTypes.length > 0;
  const batches: Batch[] = [];
  let notBefore = 0;

  const deliver = async (batch: Batch): Promise<void> => {
    const fn = functions.resolve(functions.parse(mapping.functionArn));
    const requestId = uuid(region);
    const result = await invoke(lambda, mapping, fn, batch, requestId);
    if (result === 'throttled') return wait(batch.attempts + 1);
    const failed = failedOf(result, reports, batch.records.map(sequenceOf));
    const rest = remaining(batch, failed, mapping.BisectBatchOnFunctionError);
    const left = rest.reduce((count, { records }) => count + records.length, 0);
    const done = batch.records.at(-left - 1);
    if (done) reached(sequenceOf(done));
    batches.splice(0, 1, ...rest);
    if (rest.length === 1) await again(rest[0]!, fn, requestId, result);
  };
  const again = async (batch: Batch, fn: FunctionVersion, requestId: string, result: Result) => {
    const condition = givenUp(batch, mapping, region.clock.now());
    if (!condition) return wait(batch.attempts);
    await discard(batch, fn, requestId, condition, result);
    batches.shift();
    reached(sequenceOf(batch.records.at(-1)!));
  };
  const wait = (attempts: number) => {
    notBefore = region.clock.now() + pause(attempts);
  };
  const discard = async (
    batch: Batch,
    fn: FunctionVersion,
    requestId: string,
    condition: Condition,
    result: Result,
  ) => {
    const count = batch.records.length;
    region.log('error', `${fn.name} did not take ${count} records of ${mapping.EventSourceArn}: ${condition}`);
    const destination = mapping.DestinationConfig.OnFailure?.Destination;
    if (!destination) return;
    const { functionArn } = mapping;
    const { version: executedVersion, functionError = null } = result;
    const record = {
      version: '1.0',
      timestamp: new Date(region.clock.now()).toISOString(),
      requestContext: { requestId, functionArn, condition, approximateInvokeCount: batch.attempts },
      responseContext: { statusCode: 200, executedVersion, functionError },
      DDBStreamBatchInfo: batchInfo(batch, mapping.EventSourceArn, await shardId()),
    };
    await tell(region, fn, () => send(region, fn.role, destination, record));
  };
  return {
    add: (records) => batches.push({ records, attempts: 0 }),
    async run() {
      for (let batch = batches[0]; batch; batch = batches[0]) {
        if (region.clock.now() < notBefore) return notBefore;
        await deliver(batch);
      }
      return undefined;
    },
  };
}

const sequenceOf = ({ dynamodb }: StreamRecord) => dynamodb.SequenceNumber;

async function invoke(
  lambda: Lambda,
  { functionArn: arn }: Mapping,
  fn: FunctionVersion,
  { records }: Batch,
  requestId: string,
): Promise<Result | 'throttled'> {
  try {
    return await lambda.execute({ fn, arn, payload: JSON.stringify({ Records: records }), requestId });
  } catch (error) {
    if (error instanceof AwsError && error.code === 'TooManyRequestsException') return 'throttled';
    throw error;
  }
}
