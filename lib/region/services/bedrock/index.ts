/** Amazon Bedrock Runtime: Converse and ConverseStream over the models that the region was given. */
import * as z from 'zod';
import { AwsError, type Call, type Protocol, type Region, type Service } from '../../service.ts';
import { operation } from '../../shape.ts';
import { eventStream } from '../../wire/event-stream.ts';
import { restJson } from '../../wire/rest-json.ts';
import { type Answer, answer, failure } from './answer.ts';
import { check } from './check.ts';
import { model } from './models.ts';
import { type ConverseInput, converse } from './shape.ts';
import { events, type StreamEvent } from './stream.ts';

const SOURCES = ['messages[].content[]', 'messages[].content[].toolResult.content[]'];
const blobs = [
  ...SOURCES.flatMap((block) => [`${block}.image.source.bytes`, `${block}.document.source.bytes`]),
  'messages[].content[].reasoningContent.redactedContent',
];

export function bedrock(region: Region): Service {
  async function run(input: ConverseInput, call: Call, action: string): Promise<Answer> {
    const { run, arns } = model(region, input.modelId);
    call.authorize(`bedrock:${action}`, arns);
    check(input);
    const from = region.clock.now();
    try {
      return answer(await run(input), input, region.clock.now() - from);
    } catch (error) {
      throw failure(error, input.modelId);
    }
  }

  return {
    name: 'bedrock',
    operations: {
      ...operation('Converse', converse, (input, call) => run(input, call, 'InvokeModel')),
      ...operation('ConverseStream', converse, async (input, call) => ({
        stream: events(await run(input, call, 'InvokeModelWithResponseStream')),
      })),
      ...operation('ListFoundationModels', z.strictObject({}), (_, call) => {
        call.authorize('bedrock:ListFoundationModels', '*');
        return { modelSummaries: Object.keys(region.models ?? {}).map((id) => summary(region, id)) };
      }),
      ...operation(
        'GetFoundationModel',
        z.strictObject({ modelIdentifier: z.string() }),
        ({ modelIdentifier }, call) => {
          const { arns } = model(region, modelIdentifier);
          call.authorize('bedrock:GetFoundationModel', arns.at(-1)!);
          return { modelDetails: summary(region, modelIdentifier) };
        },
      ),
    },
    protocol: protocol(),
  };
}

function summary(region: Region, modelId: string): object {
  const modelArn = `arn:aws:bedrock:${region.name}::foundation-model/${modelId}`;
  return {
    modelArn,
    modelId,
    modelName: modelId,
    providerName: modelId.split('.')[0],
    responseStreamingSupported: true,
  };
}

function protocol(): Protocol {
  const rest = restJson([
    { method: 'POST', path: '/model/{modelId}/converse', operation: 'Converse', blobs },
    { method: 'POST', path: '/model/{modelId}/converse-stream', operation: 'ConverseStream', blobs },
    { method: 'GET', path: '/foundation-models', operation: 'ListFoundationModels' },
    { method: 'GET', path: '/foundation-models/{modelIdentifier}', operation: 'GetFoundationModel' },
  ]);
  return {
    decode(request) {
      // InvokeModel would bring the format of each provider; this region knows the common one.
      if (/\/invoke(-with-response-stream)?$/.test(request.path)) {
        throw new AwsError(
          'UnknownOperationException',
          'The local region knows Converse and ConverseStream, not InvokeModel.',
          404,
        );
      }
      return rest.decode(request);
    },
    encode: (operation, output, request) =>
      operation === 'ConverseStream'
        ? eventStream((output as { stream: StreamEvent[] }).stream)
        : rest.encode(operation, output, request),
    fail: rest.fail,
  };
}
