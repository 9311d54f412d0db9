import { BedrockRuntimeClient, ConverseCommand, type ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime';
import type { Block, Models } from '../agents/ports.ts';
import { CLIENT } from './clients.ts';
import { env } from './env.ts';

/** A model may think longer than any other call takes; the step's own deadline ends it sooner. */
const client = new BedrockRuntimeClient({ ...CLIENT, requestHandler: { requestTimeout: 110_000 } });

/** Models of Bedrock, by the Converse operation. Which one is the deployment's choice: `COUNTERSIGN_MODEL`. */
export const bedrock: Models = {
  converse: async ({ signal, ...request }) => {
    const input = { modelId: env('COUNTERSIGN_MODEL'), ...request } as ConverseCommandInput;
    const { output, stopReason, usage } = await client.send(new ConverseCommand(input), { abortSignal: signal });
    const content = (output?.message?.content ?? []) as unknown as Block[];
    return {
      message: { role: 'assistant', content },
      stopReason: stopReason ?? 'end_turn',
      tokens: usage?.totalTokens ?? 0,
    };
  },
};
