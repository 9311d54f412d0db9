import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime';
import { bedrock } from '../../lib/region/services/bedrock/index.ts';
import { type Started, startRegion } from './region.ts';

let started: Started;
let client: BedrockRuntimeClient;

/** Answers with the size of the image it was given, or with its last text. */
const echo = ({
  messages,
}: {
  messages: { content: { text?: string; image?: { source: { bytes: Uint8Array } } }[] }[];
}) => {
  const content = messages.at(-1)!.content;
  const image = content.find((block) => block.image)?.image;
  const text = image ? `${image.source.bytes.length} bytes` : `you said ${content[0]!.text}`;
  return { output: { message: { role: 'assistant', content: [{ text }] } }, stopReason: 'end_turn' };
};
const busy = () => {
  throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
};

beforeAll(async () => {
  started = await startRegion({ services: [bedrock], models: { 'local.echo': echo, 'local.busy': busy } });
  client = new BedrockRuntimeClient(started.settings);
});

afterAll(async () => {
  client.destroy();
  await started.stop();
});

const user = (text: string) => ({ role: 'user' as const, content: [{ text }] });

test('Converse answers with a message, usage and latency', async () => {
  const answer = await client.send(new ConverseCommand({ modelId: 'local.echo', messages: [user('hi')] }));
  expect(answer).toMatchObject({
    output: { message: { role: 'assistant', content: [{ text: 'you said hi' }] } },
    stopReason: 'end_turn',
    usage: { inputTokens: expect.any(Number) },
    metrics: { latencyMs: expect.any(Number) },
  });
});

test('bytes reach the model as bytes', async () => {
  const image = { format: 'png' as const, source: { bytes: new Uint8Array(7) } };
  const messages = [{ role: 'user' as const, content: [{ text: 'look' }, { image }] }];
  const answer = await client.send(new ConverseCommand({ modelId: 'local.echo', messages }));
  expect(answer.output?.message?.content).toEqual([{ text: '7 bytes' }]);
});

test('ConverseStream brings the same in events', async () => {
  const { stream } = await client.send(new ConverseStreamCommand({ modelId: 'local.echo', messages: [user('hi')] }));
  let text = '';
  let stop: string | undefined;
  for await (const event of stream!) {
    text += event.contentBlockDelta?.delta?.text ?? '';
    stop ??= event.messageStop?.stopReason;
  }
  expect([text, stop]).toEqual(['you said hi', 'end_turn']);
});

test('what is wrong comes back as the class of error that the SDK knows', async () => {
  const unknown = client.send(new ConverseCommand({ modelId: 'gpt', messages: [user('hi')] }));
  await expect(unknown).rejects.toThrow(/invalid: gpt.*local\.echo/);
  await expect(unknown).rejects.toBeInstanceOf(ValidationException);
  const throttled = client.send(new ConverseCommand({ modelId: 'local.busy', messages: [user('hi')] }));
  await expect(throttled).rejects.toBeInstanceOf(ThrottlingException);
});
