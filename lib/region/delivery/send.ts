/** Hands a delivery to its target, as the service itself or, where the target has one, as its role. */
import { AwsError, type Principal, type Region } from '../service.ts';
import { writeLogLine } from './log-line.ts';
import { type Delivery, type TargetKind, targetKind } from './target.ts';

interface Request {
  service: string;
  operation: string;
  input: unknown;
}

interface Attempt {
  id: string;
  attempt: number;
}

const ALL: readonly TargetKind[] = ['lambda', 'states', 'sqs', 'bus', 'logs', 'universal'];
const REQUESTS: Record<Exclude<TargetKind, 'logs'>, (delivery: Delivery, id: string, region: Region) => Request> = {
  lambda: ({ target, input }) => ({
    service: 'lambda',
    operation: 'Invoke',
    input: { FunctionName: target.Arn, InvocationType: 'Event', Payload: Buffer.from(input) },
  }),
  states: ({ target, input }, id) => ({
    service: 'states',
    operation: 'StartExecution',
    // Named after the delivery, so that delivering it again after a kill does not start a second execution.
    input: { stateMachineArn: target.Arn, name: id, input },
  }),
  sqs: ({ target, input }, _, region) => ({
    service: 'sqs',
    operation: 'SendMessage',
    input: message(region, target, input),
  }),
  bus: putEvents,
  universal: universal,
};

/** Resolves when the target has taken it. Rejects with `AwsError`. The id is the same in each attempt, counted from 1. */
export async function send(region: Region, delivery: Delivery, { id, attempt }: Attempt): Promise<void> {
  const input = delivery.input.replaceAll('<aws.scheduler.attempt-number>', String(attempt));
  const kind = targetKind(delivery.target.Arn, ALL);
  // Each delivery has a stream of its own, as on AWS; a resource policy of the log groups must let EventBridge in.
  if (kind === 'logs')
    return writeLogLine(region, senderOf(region, delivery), { group: delivery.target.Arn, stream: id, message: input });
  const request = REQUESTS[kind]({ ...delivery, input }, id, region);
  const called = region.call(senderOf(region, delivery), request.service, request.operation, request.input);
  await called.catch(unless('ExecutionAlreadyExists'));
}

/** A target with a role is called as that role; otherwise the policy of the target must let the service in. */
export function senderOf(region: Region, { service, sourceArn, actsFor = sourceArn, target }: Delivery): Principal {
  if (!target.RoleArn) return { kind: 'service', service, sourceArn };
  return region.role(target.RoleArn, service, undefined, actsFor);
}

/** The URL is made here and not asked for, since the sender need not have the right to ask. */
export function message(
  region: Region,
  target: Pick<Delivery['target'], 'Arn' | 'SqsParameters'>,
  body: string,
): object {
  const [account, name] = target.Arn.split(':').slice(4);
  const group = target.SqsParameters && { MessageGroupId: target.SqsParameters.MessageGroupId };
  return { QueueUrl: `${region.endpoint}/${account}/${name}`, MessageBody: body, ...group };
}

function putEvents({ target, input, sourceArn }: Delivery): Request {
  const given = target.EventBridgeParameters;
  if (given) {
    const entry = { EventBusName: target.Arn, Source: given.Source, DetailType: given.DetailType, Detail: input };
    return { service: 'events', operation: 'PutEvents', input: { Entries: [entry] } };
  }
  const event = JSON.parse(input);
  const entry = {
    EventBusName: target.Arn,
    Source: event.source,
    DetailType: event['detail-type'],
    Detail: JSON.stringify(event.detail),
    Resources: [...(event.resources ?? [])],
    Time: new Date(event.time),
  };
  if (!entry.Source) throw new AwsError('InvalidJson', `${sourceArn} gives its target bus something that is no event.`);
  return { service: 'events', operation: 'PutEvents', input: { Entries: [entry] } };
}

/** What an earlier attempt has done already is not done again. */
function unless(code: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof AwsError) || error.code !== code) throw error;
  };
}

/** SDK service names of universal targets that are called otherwise here. */
const SERVICES: Record<string, string> = {
  sfn: 'states',
  eventbridge: 'events',
  sesv2: 'ses',
  bedrockruntime: 'bedrock',
};

function universal({ target, input }: Delivery): Request {
  const [service = '', operation = ''] = target.Arn.split(':').slice(-2);
  const name = operation.charAt(0).toUpperCase() + operation.slice(1);
  return { service: SERVICES[service] ?? service, operation: name, input: JSON.parse(input) };
}
