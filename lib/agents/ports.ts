/** A model, in the shape of Bedrock Converse: one port for every provider, so that an agent step does not know which answers. */
export interface Models {
  converse(request: ConverseRequest): Promise<ConverseReply>;
}

export interface ConverseRequest {
  /** Instructions of the workflow's author. Never anything that came from outside. */
  system: { text: string }[];
  messages: Message[];
  toolConfig: {
    tools: { toolSpec: { name: string; description: string; inputSchema: { json: object } } }[];
    toolChoice: { tool: { name: string } };
  };
  inferenceConfig: { maxTokens: number; temperature: number };
  /** Ends the call before the function ends. */
  signal?: AbortSignal;
}

export interface Message {
  role: 'user' | 'assistant';
  content: Block[];
}

export interface Block {
  text?: string;
  toolUse?: { toolUseId: string; name: string; input: unknown };
  toolResult?: { toolUseId: string; status: 'success' | 'error'; content: { text: string }[] };
}

export interface ConverseReply {
  message: Message;
  stopReason: string;
  /** Tokens of input and output together. */
  tokens: number;
}
