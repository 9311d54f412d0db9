import { beforeEach, expect, test } from '@jest/globals';
import type { Converse, Service } from '../../../lib/region/service.ts';
import { bedrock } from '../../../lib/region/services/bedrock/index.ts';
import { FakeRegion } from '../fake-region.ts';

const say = (text: string) => ({
  output: { message: { role: 'assistant', content: [{ text }] } },
  stopReason: 'end_turn',
});
const user = (text: string) => ({ role: 'user', content: [{ text }] });
const uses = { role: 'assistant', content: [{ toolUse: { toolUseId: 't1', name: 'look', input: {} } }] };
const result = (toolUseId: string) => ({
  role: 'user',
  content: [{ toolResult: { toolUseId, content: [{ text: 'x' }] } }],
});
const toolConfig = { tools: [{ toolSpec: { name: 'look', inputSchema: { json: { type: 'object' } } } }] };

let region: FakeRegion;
let service: Service;
let models: Record<string, Converse>;
// biome-ignore lint/suspicious/noExplicitAny: answers have the shapes of the SDK
const converse = (input: object): Promise<any> => region.run(service, 'Converse', { modelId: 'local.echo', ...input });

beforeEach(() => {
  region = new FakeRegion();
  models = { 'local.echo': ({ messages }) => say(`you said ${messages.at(-1).content[0].text}`) };
  Object.assign(region, { models });
  service = bedrock(region);
});

test('the model answers, and usage and latency are counted', async () => {
  const answer = await converse({ messages: [user('hi')] });
  expect(answer).toMatchObject({
    output: { message: { content: [{ text: 'you said hi' }] } },
    stopReason: 'end_turn',
    metrics: { latencyMs: 0 },
  });
  const { inputTokens, outputTokens, totalTokens } = answer.usage;
  expect(totalTokens).toBe(inputTokens + outputTokens);
});

test('a model that counts for itself is believed', async () => {
  const usage = { inputTokens: 3, outputTokens: 4, totalTokens: 7 };
  models['local.echo'] = () => ({ ...say('x'), usage });
  expect((await converse({ messages: [user('hi')] })).usage).toEqual(usage);
});

test('the right to invoke is asked for on the model, and on the profile in front of it', async () => {
  await converse({ messages: [user('hi')] });
  expect(region.authorized.at(-1)).toMatchObject({
    action: 'bedrock:InvokeModel',
    resource: ['arn:aws:bedrock:eu-central-1::foundation-model/local.echo'],
  });
  await converse({ modelId: 'eu.local.echo', messages: [user('hi')] });
  expect(region.authorized.at(-1)).toMatchObject({
    resource: [
      'arn:aws:bedrock:eu-central-1:000000000000:inference-profile/eu.local.echo',
      'arn:aws:bedrock:eu-central-1::foundation-model/local.echo',
    ],
  });
});

test('a model that is not there is named, with those that are', async () => {
  await expect(converse({ modelId: 'gpt', messages: [user('hi')] })).rejects.toMatchObject({
    code: 'ValidationException',
    message: 'The provided model identifier is invalid: gpt. Models of the local region: local.echo.',
  });
});

test('a tool is used and answered', async () => {
  models['local.echo'] = ({ messages }) => say(messages.at(-1).content[0].toolResult.content[0].text);
  const answer = await converse({ messages: [user('look'), uses, result('t1')], toolConfig });
  expect(answer.output.message.content).toEqual([{ text: 'x' }]);
});

test.each([
  [{ messages: [] }, /must start with a user message/],
  [{ messages: [{ role: 'assistant', content: [{ text: 'x' }] }] }, /must start with a user message/],
  [{ messages: [user('a'), user('b')] }, /must alternate/],
  [{ messages: [{ role: 'user', content: [] }] }, /messages.0 is empty/],
  [{ messages: [user(' ')] }, /messages.0.content.0 is blank/],
  [{ messages: [user('a'), uses, user('b')], toolConfig }, /Expected toolResult blocks at messages.2.content .* t1/],
  [{ messages: [user('a'), uses, result('t2')], toolConfig }, /t1/],
  [{ messages: [result('t1')], toolConfig }, /answers no toolUse block/],
  [{ messages: [user('a'), uses, result('t1')] }, /toolConfig field must be defined/],
  [{ messages: [user('a')], toolConfig: { tools: [] } }, /toolConfig.tools/],
  [{ messages: [user('a')], toolConfig: { ...toolConfig, toolChoice: { tool: { name: 'other' } } } }, /other/],
  [
    {
      messages: [
        { role: 'user', content: [{ text: 'a', image: { format: 'png', source: { bytes: new Uint8Array(1) } } }] },
      ],
    },
    /exactly one of/,
  ],
  [{ messages: [{ role: 'user', content: [{ video: {} }] }] }, /video/],
  [{ messages: [user('a')], inferenceConfig: { temperature: 2 } }, /inferenceConfig.temperature/],
  [{ messages: [user('a')], guardrailConfig: {} }, /does not know guardrailConfig/],
])('%j is refused before the model is asked', async (input, message) => {
  models['local.echo'] = () => {
    throw new Error('asked');
  };
  await expect(converse(input)).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringMatching(message),
  });
});

test('a model that throttles does so by name, and one that breaks is a model error', async () => {
  models['local.echo'] = () => {
    throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
  };
  await expect(converse({ messages: [user('a')] })).rejects.toMatchObject({ code: 'ThrottlingException', status: 429 });
  models['local.echo'] = async () => ({ output: {} });
  await expect(converse({ messages: [user('a')] })).rejects.toMatchObject({ code: 'ModelErrorException', status: 424 });
});

test('a stream brings the same answer in pieces', async () => {
  models['local.echo'] = () => ({
    output: {
      message: {
        role: 'assistant',
        content: [{ text: 'one two three four five six seven eight nine ten' }, uses.content[0]],
      },
    },
    stopReason: 'tool_use',
  });
  const { stream } = await region.run(service, 'ConverseStream', { modelId: 'local.echo', messages: [user('a')] });
  // biome-ignore lint/suspicious/noExplicitAny: events of the SDK
  const deltas = stream.flatMap((event: any) => event.contentBlockDelta?.delta.text ?? []);
  expect(deltas.length).toBeGreaterThan(1);
  expect(deltas.join('')).toBe('one two three four five six seven eight nine ten');
  expect(
    stream.map((event: object) => Object.keys(event)[0]).filter((name: string) => name !== 'contentBlockDelta'),
  ).toEqual(['messageStart', 'contentBlockStop', 'contentBlockStart', 'contentBlockStop', 'messageStop', 'metadata']);
  expect(region.authorized.at(-1)).toMatchObject({ action: 'bedrock:InvokeModelWithResponseStream' });
});
