import { folder, removeFolders } from './lambda-region.ts';
import { WholeRegion } from './whole-region.ts';

let region: WholeRegion;
beforeEach(async () => {
  region = await new WholeRegion(folder(), Date.UTC(2035, 5, 1)).start();
  region.role();
});
afterEach(() => region.running.stop());
afterAll(removeFolders);

const invoke = async () => {
  const { Payload } = await region.call('lambda', 'Invoke', { FunctionName: 'fn' });
  return JSON.parse(Buffer.from(Payload).toString());
};

test('a handler lives in the time of the region, and its signed calls are believed there', async () => {
  await region.table();
  await region.function(
    `import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
     const client = new DynamoDBClient({});
     export const handler = async () => {
       await client.send(new PutItemCommand({ TableName: 'things', Item: { pk: { S: new Date().toISOString() } } }));
       return new Date().getFullYear();
     };`,
    { Timeout: 20 },
  );
  expect(await invoke()).toBe(2035);
  await region.clock.advance(400 * 24 * 3600 * 1000);
  expect(await invoke()).toBe(2036);
  const { Count } = await region.call('dynamodb', 'Scan', { TableName: 'things' });
  expect(Count).toBe(2);
});

test('virtual time stands still while a handler works', async () => {
  await region.function('export const handler = () => new Promise((r) => setTimeout(r, 150, 1));');
  const seen: number[] = [];
  region.clock.at(region.clock.now() + 1000, () => void seen.push(1));
  const invoked = invoke().then(() => seen.push(2));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await region.clock.advance(1000);
  await invoked;
  expect(seen).toEqual([2, 1]);
});
