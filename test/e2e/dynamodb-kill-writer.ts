/** A process that writes until it is killed: a transaction over two items, an index and the stream each time. */

import { createRegion } from '../../lib/region/region.ts';
import type { Call } from '../../lib/region/service.ts';
import { dynamodb } from '../../lib/region/services/dynamodb/index.ts';

const { region, service } = await createRegion({ dataDir: process.argv[2]!, services: [dynamodb] });
const call: Call = { principal: { kind: 'root' }, authorize: () => {} };
const run = (operation: string, input: object) =>
  region.call(call.principal, service('dynamodb').name, operation, input);

const key = (name: string) => ({ AttributeName: name, KeyType: 'HASH' });
await run('CreateTable', {
  TableName: 'books',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'g'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  KeySchema: [key('pk')],
  GlobalSecondaryIndexes: [{ IndexName: 'by-g', KeySchema: [key('g')], Projection: { ProjectionType: 'ALL' } }],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
});
process.stdout.write('ready\n');
for (let n = 1; ; n += 1) {
  const item = (pk: string) => ({
    Put: { TableName: 'books', Item: { pk: { S: pk }, g: { S: `g${n}` }, n: { N: `${n}` } } },
  });
  await run('TransactWriteItems', { TransactItems: [item('left'), item('right')] });
  process.stdout.write(`${n}\n`);
}
