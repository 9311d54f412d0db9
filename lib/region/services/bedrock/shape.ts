/** The input of Converse. https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
import * as z from 'zod';
import { blob } from '../../shape.ts';

const json = z.json();
const cachePoint = z.strictObject({ type: z.literal('default'), ttl: z.string().optional() });
const media = (formats: z.ZodType) =>
  z.strictObject({ format: formats, source: z.strictObject({ bytes: blob }), name: z.string().optional() });
const image = z.strictObject({
  format: z.enum(['png', 'jpeg', 'gif', 'webp']),
  source: z.strictObject({ bytes: blob }),
});
const document = media(z.enum(['pdf', 'csv', 'doc', 'docx', 'xls', 'xlsx', 'html', 'txt', 'md'])).required({
  name: true,
});

/** Exactly one of the members, as in every union of the SDK. */
function union<S extends z.ZodRawShape>(members: S) {
  const shape = z.strictObject(members).partial();
  return shape.refine((value) => Object.values(value).filter((member) => member !== undefined).length === 1, {
    message: `exactly one of ${Object.keys(members).join(', ')} must be set`,
  });
}

const toolResult = z.strictObject({
  toolUseId: z.string(),
  content: z.array(union({ text: z.string(), json, image, document })),
  status: z.enum(['success', 'error']).optional(),
});
const reasoning = union({
  reasoningText: z.strictObject({ text: z.string(), signature: z.string().optional() }),
  redactedContent: blob,
});
const contentBlock = union({
  text: z.string(),
  image,
  document,
  toolUse: z.strictObject({ toolUseId: z.string(), name: z.string(), input: json }),
  toolResult,
  cachePoint,
  reasoningContent: reasoning,
});

const name = z.string().regex(/^[\w-]{1,64}$/);
const tool = union({
  toolSpec: z.strictObject({
    name,
    description: z.string().min(1).optional(),
    inputSchema: z.strictObject({ json: z.looseObject({ type: z.literal('object') }) }),
    strict: z.boolean().optional(),
  }),
  cachePoint,
});
const toolConfig = z.strictObject({
  tools: z.array(tool).min(1),
  toolChoice: union({ auto: z.strictObject({}), any: z.strictObject({}), tool: z.strictObject({ name }) }).optional(),
});

export const converse = z.strictObject({
  modelId: z.string().min(1),
  messages: z.array(z.strictObject({ role: z.enum(['user', 'assistant']), content: z.array(contentBlock) })),
  system: z.array(union({ text: z.string().min(1), cachePoint })).optional(),
  inferenceConfig: z
    .strictObject({
      maxTokens: z.int().min(1).optional(),
      temperature: z.number().min(0).max(1).optional(),
      topP: z.number().min(0).max(1).optional(),
      stopSequences: z.array(z.string().min(1)).max(2500).optional(),
    })
    .optional(),
  toolConfig: toolConfig.optional(),
  outputConfig: z.looseObject({}).optional(),
  additionalModelRequestFields: json.optional(),
  additionalModelResponseFieldPaths: z.array(z.string()).optional(),
  requestMetadata: z.record(z.string(), z.string()).optional(),
  performanceConfig: z.strictObject({ latency: z.enum(['standard', 'optimized']) }).optional(),
});
export type ConverseInput = z.output<typeof converse>;
export type Message = ConverseInput['messages'][number];
