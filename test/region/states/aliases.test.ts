import { type Standing, single, stand } from './standing.ts';

const pass = (Output: number) => single({ Type: 'Pass', Output, End: true });

/** Two versions of a machine, whose outputs are 1 and 2. */
async function versions(it: Standing, name = 'orders'): Promise<[string, string]> {
  const stateMachineArn = await it.machine(pass(1), name);
  const publish = async () => (await it.run('PublishStateMachineVersion', { stateMachineArn })).stateMachineVersionArn;
  const first = await publish();
  await it.run('UpdateStateMachine', { stateMachineArn, definition: JSON.stringify(pass(2)) });
  return [first, await publish()];
}

const alias = async (it: Standing, ...routes: [string, number][]): Promise<string> => {
  const routingConfiguration = routes.map(([stateMachineVersionArn, weight]) => ({ stateMachineVersionArn, weight }));
  return (await it.run('CreateStateMachineAlias', { name: 'live', routingConfiguration })).stateMachineAliasArn;
};

test('an alias sends executions to two versions by their weights', async () => {
  const it = stand();
  const [first, second] = await versions(it);
  const arn = await alias(it, [first, 90], [second, 10]);
  const id = it.region.id.bind(it.region);
  let drawn = 0;
  it.region.id = (bytes) => (bytes === 4 ? Math.floor(((drawn++ + 0.5) / 100) * 2 ** 32).toString(16) : id(bytes));
  const outputs: string[] = [];
  for (let run = 0; run < 100; run += 1)
    outputs.push((await it.describe(await it.start(arn, {}, `run-${run}`))).output);
  expect(outputs.filter((output) => output === '1')).toHaveLength(90);
});

test('a version that an alias points to cannot be deleted', async () => {
  const it = stand();
  const [first, second] = await versions(it);
  await alias(it, [second, 100]);
  await expect(it.run('DeleteStateMachineVersion', { stateMachineVersionArn: second })).rejects.toMatchObject({
    code: 'ConflictException',
  });
  await it.run('DeleteStateMachineVersion', { stateMachineVersionArn: first });
});

test('an alias does not mix the versions of two machines', async () => {
  const it = stand();
  const [first] = await versions(it);
  const [other] = await versions(it, 'others');
  await expect(alias(it, [first, 50], [other, 50])).rejects.toMatchObject({ code: 'ValidationException' });
});
