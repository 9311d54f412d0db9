/** What Bedrock refuses in a conversation before it asks the model, in its words. */
import { AwsError } from '../../service.ts';
import type { ConverseInput, Message } from './shape.ts';

/** Throws `ValidationException`. */
export function check({ messages, toolConfig }: ConverseInput): void {
  if (messages[0]?.role !== 'user') {
    throw invalid(
      'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
    );
  }
  for (const [index, message] of messages.entries()) {
    alternates(message, messages[index - 1]);
    hasContent(message, index);
    answersTools(message, messages[index - 1], index);
  }
  const blocks = messages.flatMap(({ content }) => content);
  if (!toolConfig && blocks.some(({ toolUse, toolResult }) => toolUse ?? toolResult)) {
    throw invalid('The toolConfig field must be defined when using toolUse and toolResult content blocks.');
  }
  const names = (toolConfig?.tools ?? []).flatMap(({ toolSpec }) => (toolSpec ? [toolSpec.name] : []));
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice) throw invalid(`The toolConfig field defines the tool ${twice} twice.`);
  const chosen = toolConfig?.toolChoice?.tool?.name;
  if (chosen && !names.includes(chosen))
    throw invalid(`The toolChoice field names the tool ${chosen}, which toolConfig does not define.`);
}

function alternates({ role }: Message, before: Message | undefined): void {
  if (role !== before?.role) return;
  throw invalid(
    'A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.',
  );
}

function hasContent({ content }: Message, index: number): void {
  if (content.length === 0) {
    throw invalid(
      `The content field in the Message object at messages.${index} is empty. Add a ContentBlock object to the content field and try again.`,
    );
  }
  const blank = content.findIndex(({ text }) => text !== undefined && text.trim() === '');
  if (blank >= 0) {
    throw invalid(
      `The text field in the ContentBlock object at messages.${index}.content.${blank} is blank. Add text to the text field, and try again.`,
    );
  }
}

/** Every tool use is answered in the next message, and nothing else is. */
function answersTools({ content }: Message, before: Message | undefined, index: number): void {
  const asked = (before?.content ?? []).flatMap(({ toolUse }) => (toolUse ? [toolUse.toolUseId] : []));
  const answered = content.flatMap(({ toolResult }) => (toolResult ? [toolResult.toolUseId] : []));
  const open = asked.filter((id) => !answered.includes(id));
  if (open.length > 0)
    throw invalid(`Expected toolResult blocks at messages.${index}.content for the following Ids: ${open.join(', ')}`);
  const surplus = answered.find((id) => !asked.includes(id));
  if (surplus) {
    throw invalid(
      `The toolResult block at messages.${index}.content for ${surplus} answers no toolUse block of the previous turn.`,
    );
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
