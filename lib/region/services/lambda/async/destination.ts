/** Where the record of an ended asynchronous invocation goes, as the function's role. */
import { AwsError, type Region } from '../../../service.ts';
import type { Result } from '../execution/execute.ts';
import type { FunctionVersion } from '../functions.ts';
import type { AsyncEvent, Condition } from './queue.ts';
import type { EventInvokeConfig } from './settings.ts';

export interface Ended {
  event: AsyncEvent;
  fn: FunctionVersion;
  condition: Condition;
  /** Of the last attempt; absent when there was none. */
  result?: Result | undefined;
}

/** Tells the destination and, on failure, the dead-letter queue. A refusal is logged, as on AWS it is only a metric. */
export async function deliver(region: Region, settings: EventInvokeConfig, ended: Ended): Promise<void> {
  const { fn, condition } = ended;
  const destination = condition === 'Success' ? settings.onSuccess : settings.onFailure;
  if (destination) await tell(region, fn, () => send(region, fn.role, destination, recordOf(region, ended)));
  if (condition !== 'Success' && fn.deadLetterArn) await tell(region, fn, () => bury(region, fn.deadLetterArn!, ended));
}

/** Does `work`; a refusal is logged and forgotten. */
export async function tell(region: Region, fn: FunctionVersion, work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: Error) => {
    region.log('error', `The destination of ${fn.name} did not take the record: ${error.message}`);
  });
}

/** Sends JSON to a queue, a function or an event bus, by ARN. */
export async function send(region: Region, role: string, arn: string, record: Destined): Promise<void> {
  const principal = region.role(role);
  const body = JSON.stringify(record);
  const service = arn.split(':')[2];
  if (service === 'sqs') {
    await region.call(principal, 'sqs', 'SendMessage', { QueueUrl: queueUrl(region, arn), MessageBody: body });
  } else if (service === 'lambda') {
    const input = { FunctionName: arn, InvocationType: 'Event', Payload: new Uint8Array(Buffer.from(body)) };
    await region.call(principal, 'lambda', 'Invoke', input);
  } else if (service === 'events') {
    await region.call(principal, 'events', 'PutEvents', { Entries: [busEntry(arn, record)] });
  } else {
    throw new AwsError('InvalidParameterValueException', `The local region has no destination of the kind ${arn}`);
  }
}

/** What every record says about its invocation. */
export interface Destined {
  requestContext: { functionArn: string; condition: string; [member: string]: unknown };
  [member: string]: unknown;
}

function busEntry(arn: string, record: Destined): object {
  const { functionArn, condition } = record.requestContext;
  return {
    Source: 'lambda',
    DetailType: `Lambda Function Invocation Result - ${condition === 'Success' ? 'Success' : 'Failure'}`,
    Detail: JSON.stringify(record),
    Resources: [arn, functionArn],
    EventBusName: arn,
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function recordOf(region: Region, { event, fn, condition, result }: Ended): Destined {
  return {
    version: '1.0',
    timestamp: new Date(region.clock.now()).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: qualified(event.arn, fn.version),
      condition,
      approximateInvokeCount: event.attempts,
    },
    requestPayload: JSON.parse(event.payload),
    ...(result && {
      responseContext: {
        statusCode: 200,
        executedVersion: result.version,
        ...(result.functionError && { functionError: result.functionError }),
      },
      responsePayload: JSON.parse(result.payload),
    }),
  };
}

const qualified = (arn: string, version: string) => (arn.split(':').length > 7 ? arn : `${arn}:${version}`);

/** A dead-letter queue takes the event itself, and the error as attributes. */
async function bury(region: Region, arn: string, { event, fn, result }: Ended): Promise<void> {
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  const message = result ? String(JSON.parse(result.payload).errorMessage ?? '').slice(0, 1024) : 'Event age exceeded';
  await region.call(region.role(fn.role), 'sqs', 'SendMessage', {
    QueueUrl: queueUrl(region, arn),
    MessageBody: event.payload,
    MessageAttributes: {
      RequestID: text(event.requestId),
      ErrorCode: { DataType: 'Number', StringValue: '200' },
      ErrorMessage: text(message || 'Unknown'),
    },
  });
}

/** `Ref` of a queue is an address on loopback. */
export function queueUrl(region: Region, arn: string): string {
  const [, , , , account, name] = arn.split(':');
  return `${region.endpoint}/${account}/${name}`;
}
