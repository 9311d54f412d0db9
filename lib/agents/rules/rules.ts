import { extract } from './extract.ts';
import { readSheet } from './page.ts';

/** The part of a Bedrock Converse request that this model reads. */
export type ConverseRequest = {
  system?: { text?: string }[];
  messages: { role: 'user' | 'assistant'; content: { text?: string }[] }[];
  toolConfig?: {
    tools: { toolSpec?: { name: string; inputSchema: { json: unknown } } }[];
    toolChoice?: { tool?: { name: string } };
  };
};

type Block = { text: string } | { toolUse: { toolUseId: string; name: string; input: unknown } };
export type ConverseResponse = {
  output: { message: { role: 'assistant'; content: Block[] } };
  stopReason: 'tool_use' | 'end_turn';
  usage: { inputTokens: number; outputTokens: number; totalTokens: number };
  metrics: { latencyMs: number };
};

/** What this model calls itself. */
export const RULES_MODEL = 'countersign.rules-v1';

/**
 * A model without a model: rules that read invoices and the like, offline and always with the same answer.
 * It takes the shape of Bedrock Converse, fills the schema of the invoice fields and no other, and obeys nothing that
 * stands in a document. Asked to decide something, it has no confidence in any outcome.
 * Tokens are estimated at four characters each; latency is 0, as no clock is read.
 */
export function rules(request: ConverseRequest): ConverseResponse {
  const prompt = request.messages
    .filter((message) => message.role === 'user')
    .flatMap((message) => message.content.map((block) => block.text ?? ''))
    .join('\n');
  const tool = chosenTool(request);
  const outcomes = tool && outcomesIn(tool.inputSchema.json);
  if (tool && outcomes) return answer(prompt, [use(tool.name, prompt, undecided(outcomes))], 'tool_use');
  if (!tool || !isInvoiceSchema(tool.inputSchema.json))
    return say(
      prompt,
      `I am ${RULES_MODEL}: rules that extract the fields of an invoice, not a language model. I can only fill the invoice schema (documentType, supplier, number, issueDate, currency, total, confidence); configure a model for anything else.`,
    );
  const sheet = readSheet(prompt);
  if (!sheet)
    return say(
      prompt,
      `I am ${RULES_MODEL}. The message holds no <document source="…" quality="…"> element, so there is nothing to extract; put the text of the document into one.`,
    );
  const input = extract(sheet);
  return answer(prompt, [use(tool.name, prompt, input)], 'tool_use');
}

const use = (name: string, prompt: string, input: unknown): Block => ({
  toolUse: { toolUseId: `rules-${fingerprint(prompt)}`, name, input },
});

/** The closed outcomes of a decision, if that is what the schema asks for (`lib/agents/decision.ts`). */
function outcomesIn(schema: unknown): readonly string[] | undefined {
  const properties: Record<string, { enum?: string[] } | undefined> =
    (schema as { properties?: Record<string, { enum?: string[] }> } | null)?.properties ?? {};
  const { outcome, confidence, explanation, ...others } = properties;
  return confidence && explanation && Object.keys(others).length === 0 ? outcome?.enum : undefined;
}

/** To weigh reasons takes a language model. It says so, with no confidence at all, and the workflow knows what then. */
const undecided = (outcomes: readonly string[]) => ({
  outcome: outcomes[0],
  confidence: 0,
  explanation: `I am ${RULES_MODEL}: rules, not a language model. I cannot decide between ${outcomes.join(', ')}; configure a model for that.`,
});

function chosenTool({ toolConfig }: ConverseRequest) {
  const specs = toolConfig?.tools.flatMap((tool) => tool.toolSpec ?? []) ?? [];
  const wanted = toolConfig?.toolChoice?.tool?.name;
  return wanted ? specs.find((spec) => spec.name === wanted) : specs.length === 1 ? specs[0] : undefined;
}

const KNOWN = ['documentType', 'supplier', 'number', 'issueDate', 'currency', 'total', 'confidence'];

function isInvoiceSchema(schema: unknown): boolean {
  const properties = (schema as { properties?: Record<string, unknown> } | null)?.properties;
  return properties !== undefined && KNOWN.every((name) => name in properties);
}

const say = (prompt: string, text: string) => answer(prompt, [{ text }], 'end_turn');

function answer(prompt: string, content: Block[], stopReason: ConverseResponse['stopReason']): ConverseResponse {
  const inputTokens = Math.ceil(prompt.length / 4);
  const outputTokens = Math.ceil(JSON.stringify(content).length / 4);
  return {
    output: { message: { role: 'assistant', content } },
    stopReason,
    usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
    metrics: { latencyMs: 0 },
  };
}

/** FNV-1a: the same prompt gets the same id, without a source of randomness. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
