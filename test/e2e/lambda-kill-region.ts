/**
 * A region in a process of its own, to be killed: `node lambda-kill-region.ts <folder> <seen file> [fill]`.
 * With `fill` it provisions a function with a stream mapping and a dead-slow handler, and gives it work.
 */
import { createRegion } from '../../lib/region/region.ts';
import { dynamodb } from '../../lib/region/services/dynamodb/index.ts';
import { lambda } from '../../lib/region/services/lambda/index.ts';
import { logs } from '../../lib/region/services/logs/logs.ts';
import { sqs } from '../../lib/region/services/sqs/index.ts';

const [dataDir, seen, fill] = process.argv.slice(2) as [string, string, string?];
const ROLE = 'arn:aws:iam::123456789012:role/worker';
const ITEMS = 20;
const EVENTS = 10;

const running = await createRegion({
  dataDir,
  services: [logs, dynamodb, sqs, lambda],
  log: (level, message) => level === 'info' || console.error(level, message),
});
if (fill) await work();
console.log('ready');

async function work(): Promise<void> {
  const allow = { Effect: 'Allow', Action: ['dynamodb:*', 'logs:*'], Resource: '*' };
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } };
  const document = (Statement: object) => ({ Version: '2012-10-17', Statement: [Statement] });
  const inline = { all: document(allow) };
  running.region.identities.putRole({
    arn: ROLE,
    name: 'worker',
    id: 'A',
    trust: document(trust),
    inline,
    managed: [],
  });
  const place = { stack: 'S', logicalId: 'L', asset: () => '' };
  const resources = running.service('lambda').resources!;
  const source = `exports.handler = async (event) => {
    const keys = event.Records ? event.Records.map((r) => r.dynamodb.Keys.pk.S) : [event.key];
    await new Promise((r) => setTimeout(r, 80));
    require('node:fs').appendFileSync(process.env.SEEN, keys.join('\\n') + '\\n');
  };`;
  const fn = {
    FunctionName: 'fn',
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: ROLE,
    Code: { ZipFile: source },
  };
  const Environment = { Variables: { SEEN: seen } };
  await resources['AWS::Lambda::Function']!.create({ ...fn, Environment }, place);
  const call = (service: string, operation: string, input: object) =>
    running.call({ kind: 'root' }, service, operation, input);
  const { TableDescription } = await call('dynamodb', 'CreateTable', {
    TableName: 'things',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
  });
  const EventSourceArn = TableDescription.LatestStreamArn;
  const mapping = { FunctionName: 'fn', EventSourceArn, StartingPosition: 'LATEST', BatchSize: 2 };
  await resources['AWS::Lambda::EventSourceMapping']!.create(mapping, place);
  for (let n = 0; n < ITEMS; n++)
    await call('dynamodb', 'PutItem', { TableName: 'things', Item: { pk: { S: `item-${n}` } } });
  for (let n = 0; n < EVENTS; n++) {
    const Payload = Buffer.from(JSON.stringify({ key: `event-${n}` }));
    await call('lambda', 'Invoke', { FunctionName: 'fn', InvocationType: 'Event', Payload });
  }
}
