import { logs } from '../../../lib/region/services/logs/logs.ts';
import { ApiRegion } from './api-region.ts';

const GROUP = 'arn:aws:logs:eu-central-1:000000000000:log-group:/api';
let region: ApiRegion;
beforeEach(() => {
  region = new ApiRegion();
  region.services.logs = logs(region);
});
afterEach(() => region.close());

const logging = (Format: string) => ({ AccessLogSettings: { DestinationArn: `${GROUP}:*`, Format } });
const makeGroup = () => region.call({ kind: 'root' }, 'logs', 'CreateLogGroup', { logGroupName: '/api' });
const lines = async () => {
  const found = (await region.call({ kind: 'root' }, 'logs', 'FilterLogEvents', { logGroupName: '/api' })) as {
    events: { message: string }[];
  };
  return found.events.map(({ message }) => message);
};

test('each request leaves a line in the format of the stage, also one that no route takes', async () => {
  await makeGroup();
  await region.api(
    {},
    logging('$context.httpMethod $context.path "$context.routeKey" $context.status $context.responseLength'),
  );
  await region.route('GET /orders/{id}', () => ({ statusCode: 201, body: 'abc' }));
  await fetch(`${region.url}/orders/7?secret=1`);
  await fetch(`${region.url}/nowhere`, { method: 'POST' });
  expect(await lines()).toEqual(['GET /orders/7 "GET /orders/{id}" 201 3', 'POST /nowhere "-" 404 23']);
});

test('a line tells the request by the id that the client got, and how long it took', async () => {
  await makeGroup();
  await region.api(
    {},
    logging('{"id":"$context.requestId","ms":$context.responseLatency,"at":"$context.requestTime"}'),
  );
  await region.route('GET /', async () => new Promise((resolve) => setTimeout(resolve, 30, 'late')));
  const answer = await fetch(region.url);
  const [line = ''] = await lines();
  const { id, ms, at } = JSON.parse(line);
  expect({ id, at }).toEqual({ id: answer.headers.get('apigw-requestid'), at: '05/Jan/2030:09:00:00 +0000' });
  expect(ms).toBeGreaterThanOrEqual(29);
  expect(ms).toBeLessThan(5000);
});

test('a variable that the region does not know is refused by its name when the stage is made', async () => {
  await expect(region.api({}, logging('$context.status $context.wafResponseCode'))).rejects.toThrow(
    'does not know the access log variables $context.wafResponseCode',
  );
});

test('a log group that is not there costs the line and not the answer, and the log says so', async () => {
  await region.api({}, logging('$context.status'));
  await region.route('GET /', () => 'ok');
  expect(await (await fetch(region.url)).text()).toBe('ok');
  expect(region.logged).toMatchObject([{ level: 'warn', message: expect.stringMatching(/has lost a line: .*\/api/) }]);
});
