/** What a model gave, as Converse answers it. */
import { AwsError } from '../../service.ts';
import type { ConverseInput } from './shape.ts';

export interface Block {
  text?: string;
  toolUse?: { toolUseId: string; name: string; input: unknown };
  reasoningContent?: { reasoningText?: { text: string; signature?: string } };
}

export interface Answer {
  output: { message: { role: 'assistant'; content: Block[] } };
  stopReason: string;
  usage: { inputTokens: number; outputTokens: number; totalTokens: number };
  metrics: { latencyMs: number };
}

const STOP_REASONS = [
  'end_turn',
  'tool_use',
  'max_tokens',
  'stop_sequence',
  'guardrail_intervened',
  'content_filtered',
];

/** Completes what the model left out. Throws `ModelErrorException` when it is no answer of Converse. */
export function answer(given: Partial<Answer> | undefined, input: ConverseInput, latencyMs: number): Answer {
  const message = given?.output?.message;
  if (!given || message?.role !== 'assistant' || !Array.isArray(message.content)) {
    throw broken(`The model ${input.modelId} gave no output.message of the assistant.`);
  }
  const stopReason = given.stopReason ?? 'end_turn';
  if (!STOP_REASONS.includes(stopReason))
    throw broken(`The model ${input.modelId} stopped for an unknown reason: ${stopReason}.`);
  const usage = given.usage ?? estimate(input, message.content);
  return { ...given, output: { message }, stopReason, usage, metrics: given.metrics ?? { latencyMs } };
}

/** For models that do not count: four characters to a token. */
function estimate({ messages, system }: ConverseInput, content: readonly Block[]): Answer['usage'] {
  const tokens = (value: unknown) => Math.ceil(JSON.stringify(value ?? '').length / 4);
  const [inputTokens, outputTokens] = [tokens([system, messages]), tokens(content)];
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
}

const STATUS: Record<string, number> = {
  ThrottlingException: 429,
  ModelTimeoutException: 408,
  ModelNotReadyException: 429,
  ServiceUnavailableException: 503,
  InternalServerException: 500,
  AccessDeniedException: 403,
};

/** A model fails with an error that has the name of one of Bedrock's, or as a model that broke. */
export function failure(error: unknown, modelId: string): AwsError {
  if (error instanceof AwsError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name in STATUS || name === 'ValidationException') return new AwsError(name, message, STATUS[name]);
  return broken(`The model ${modelId} failed: ${message}`);
}

function broken(message: string): AwsError {
  return new AwsError('ModelErrorException', message, 424);
}
