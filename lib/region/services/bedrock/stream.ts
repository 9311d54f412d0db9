/** An answer as the events of ConverseStream. */
import type { Answer, Block } from './answer.ts';

export type StreamEvent = Record<string, object>;

export function events({ output, stopReason, usage, metrics }: Answer): StreamEvent[] {
  const { role, content } = output.message;
  return [
    { messageStart: { role } },
    ...content.flatMap(blockEvents),
    { messageStop: { stopReason } },
    { metadata: { usage, metrics } },
  ];
}

function blockEvents(block: Block, contentBlockIndex: number): StreamEvent[] {
  const { toolUse } = block;
  const start = toolUse && { toolUse: { toolUseId: toolUse.toolUseId, name: toolUse.name } };
  return [
    ...(start ? [{ contentBlockStart: { start, contentBlockIndex } }] : []),
    ...deltas(block).map((delta) => ({ contentBlockDelta: { delta, contentBlockIndex } })),
    { contentBlockStop: { contentBlockIndex } },
  ];
}

function deltas({ text, toolUse, reasoningContent }: Block): object[] {
  if (toolUse) return [{ toolUse: { input: JSON.stringify(toolUse.input) } }];
  const reason = reasoningContent?.reasoningText;
  if (reason) {
    const signed = reason.signature ? [{ reasoningContent: { signature: reason.signature } }] : [];
    return [...words(reason.text).map((part) => ({ reasoningContent: { text: part } })), ...signed];
  }
  return words(text ?? '').map((part) => ({ text: part }));
}

/** Some words at a time, as models speak. */
function words(text: string): string[] {
  return text.match(/(?:\S*\s*){1,8}/g)?.filter((part) => part !== '') ?? [];
}
