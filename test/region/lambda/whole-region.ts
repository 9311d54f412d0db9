import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type VirtualClock, virtualClock } from '../../../lib/region/clock.ts';
import { createRegion, type RunningRegion } from '../../../lib/region/region.ts';
import { dynamodb } from '../../../lib/region/services/dynamodb/index.ts';
import { lambda } from '../../../lib/region/services/lambda/index.ts';
import { logs } from '../../../lib/region/services/logs/logs.ts';
import { sqs } from '../../../lib/region/services/sqs/index.ts';

export const ROLE = 'arn:aws:iam::123456789012:role/worker';
const ACTIONS = ['dynamodb:*', 'sqs:*', 'logs:*', 'lambda:*'];

/** A real region with the services that mappings meet, over a folder that outlives it. */
export class WholeRegion {
  readonly dataDir: string;
  readonly clock: VirtualClock;
  readonly logged: string[] = [];
  running!: RunningRegion;

  constructor(dataDir: string, start = Date.UTC(2030, 0, 5, 9)) {
    this.dataDir = dataDir;
    this.clock = virtualClock(start);
  }

  async start(): Promise<this> {
    const services = [logs, dynamodb, sqs, lambda];
    const log = (_: string, message: string) => void this.logged.push(message);
    this.running = await createRegion({ dataDir: this.dataDir, clock: this.clock, services, log });
    return this;
  }

  role(actions: string[] = ACTIONS): void {
    const allow = (Action: string[]) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
    });
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
    };
    const inline = { all: allow(actions) };
    this.running.region.identities.putRole({ arn: ROLE, name: 'worker', id: 'AROA1', trust, inline, managed: [] });
  }

  async make(service: string, type: string, properties: object, logicalId = 'Thing', code = '') {
    const place = { stack: 'Test', logicalId, asset: () => code };
    return await this.running.service(service).resources![type]!.create({ ...properties }, place);
  }

  async function(source: string, properties: object = {}): Promise<void> {
    const code = join(this.dataDir, `code-${createHash('md5').update(source).digest('hex')}`);
    mkdirSync(code, { recursive: true });
    writeFileSync(join(code, 'index.mjs'), source);
    const Code = { S3Bucket: 'assets', S3Key: 'code' };
    const given = {
      FunctionName: 'fn',
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: ROLE,
      Code,
      ...properties,
    };
    await this.make('lambda', 'AWS::Lambda::Function', given, 'Fn', code);
  }

  async mapping(properties: object) {
    return await this.make(
      'lambda',
      'AWS::Lambda::EventSourceMapping',
      { FunctionName: 'fn', ...properties },
      'Mapping',
    );
  }

  call(service: string, operation: string, input: object) {
    return this.running.call({ kind: 'root' }, service, operation, input);
  }

  /** A table with a stream; gives the stream's ARN. */
  async table(): Promise<string> {
    const made = await this.call('dynamodb', 'CreateTable', {
      TableName: 'things',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    return made.TableDescription.LatestStreamArn;
  }

  async write(...keys: string[]): Promise<void> {
    for (const key of keys) await this.call('dynamodb', 'PutItem', { TableName: 'things', Item: { pk: { S: key } } });
  }

  async queue(name: string, Attributes: object = {}): Promise<{ arn: string; url: string }> {
    const { QueueUrl: url } = await this.call('sqs', 'CreateQueue', { QueueName: name, Attributes });
    return { url, arn: `arn:aws:sqs:eu-central-1:123456789012:${name}` };
  }

  async received(url: string): Promise<string[]> {
    const { Messages = [] } = await this.call('sqs', 'ReceiveMessage', { QueueUrl: url, MaxNumberOfMessages: 10 });
    return Messages.map(({ Body }: { Body: string }) => Body);
  }

  /** Lets everything under way come to rest, without moving time. */
  settle(): Promise<void> {
    return this.clock.advance(0);
  }
}
