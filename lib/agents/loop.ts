import { Terminal } from '../engine/errors.ts';
import { schemaProblems } from '../engine/schema.ts';
import type { Block, ConverseReply, ConverseRequest, Message, Models } from './ports.ts';
import { firstRequest, type Question, SUBMIT } from './prompt.ts';

/** How often a model may mend an answer that does not fit. A model that cannot after two tries will not at the third. */
export const REPAIRS = 2;

export interface AgentPorts {
  models: Models;
  /** Called with the tokens of each answer, also of one that is of no use. Throws when the budget is gone. */
  spend: (tokens: number) => void;
  signal?: AbortSignal;
}

/**
 * Asks a model until its answer satisfies the schema. The answer is data, whoever it obeyed: nothing in it is executed,
 * and only its declared fields reach the workflow. Throws Terminal `InvalidModelOutput` with what was wrong.
 */
export async function ask({ models, spend, signal }: AgentPorts, question: Question): Promise<unknown> {
  let request: ConverseRequest = { ...firstRequest(question), ...(signal && { signal }) };
  let problems: string[] = [];
  for (let attempt = 0; attempt <= REPAIRS; attempt += 1) {
    const reply = await models.converse(request);
    spend(reply.tokens);
    const submitted = submission(reply);
    problems = submitted ? schemaProblems(question.schema, submitted.input) : [notSubmitted(reply)];
    if (submitted && problems.length === 0) return submitted.input;
    request = { ...request, messages: [...request.messages, reply.message, complaint(submitted, problems)] };
  }
  throw new Terminal(
    `after ${REPAIRS} repairs the model’s answer still has: ${problems.join('; ')}`,
    'InvalidModelOutput',
  );
}

const submission = ({ message }: ConverseReply): Block['toolUse'] =>
  message.content.find(({ toolUse }) => toolUse?.name === SUBMIT)?.toolUse;

const notSubmitted = ({ stopReason, message }: ConverseReply): string => {
  const said = message.content
    .map(({ text }) => text ?? '')
    .join(' ')
    .slice(0, 200);
  return `${SUBMIT} was not called (stop reason ${stopReason}${said && `; it said: ${said}`})`;
};

/** Tells the model what is wrong with its answer, as the result of its call if it made one. */
function complaint(submitted: Block['toolUse'], problems: readonly string[]): Message {
  const text = `This answer does not fit the schema: ${problems.join('; ')}. Call ${SUBMIT} again with all fields.`;
  if (!submitted) return { role: 'user', content: [{ text }] };
  const { toolUseId } = submitted;
  return { role: 'user', content: [{ toolResult: { toolUseId, status: 'error', content: [{ text }] } }] };
}
