import { Terminal } from '../engine/errors.ts';
import type { ConverseRequest, Models } from './ports.ts';

/** Tokens of an answer below which asking is a waste. */
const LEAST = 200;

/** Bytes of a prompt that make a token, at least: languages and formats differ, and this errs on the safe side. */
const BYTES_PER_TOKEN = 3;

/**
 * A model with so many tokens to use, prompts and answers together. It is stopped before it could use more: an answer is
 * cut to what is left, and a call that leaves no room for one throws Terminal `BudgetExceeded`.
 */
export function withAllowance(models: Models, tokens: number, who: string): Models {
  let left = tokens;
  return {
    converse: async (request) => {
      const room = Math.floor(left - promptTokens(request));
      if (room < LEAST)
        throw new Terminal(
          `${who} has ${Math.max(0, left)} of ${tokens} tokens left, too few to ask`,
          'BudgetExceeded',
        );
      const { inferenceConfig } = request;
      const maxTokens = Math.min(inferenceConfig.maxTokens, room);
      const reply = await models.converse({ ...request, inferenceConfig: { ...inferenceConfig, maxTokens } });
      left -= reply.tokens;
      return reply;
    },
  };
}

const promptTokens = ({ system, messages, toolConfig }: ConverseRequest): number =>
  Math.ceil(Buffer.byteLength(JSON.stringify([system, messages, toolConfig])) / BYTES_PER_TOKEN);
