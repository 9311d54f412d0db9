import { rules } from '../../lib/agents/rules/rules.ts';
import { DocumentProblem } from '../../lib/documents/problem.ts';
import { documentPrompt } from '../../lib/documents/prompt.ts';
import { readDocument } from '../../lib/documents/read.ts';

const FIELDS = ['documentType', 'supplier', 'number', 'issueDate', 'currency', 'total', 'confidence'];
const SCHEMA = { properties: Object.fromEntries(FIELDS.map((field) => [field, {}])) };

/** Reads and extracts documents one after the other, with nothing around it. @returns how many could be read */
export async function readAlone(documents: readonly { bytes: Uint8Array }[]): Promise<number> {
  let read = 0;
  for (const { bytes } of documents) {
    const text = await readDocument(bytes).then(documentPrompt, unreadable);
    if (text === undefined) continue;
    rules({
      messages: [{ role: 'user', content: [{ text }] }],
      toolConfig: { tools: [{ toolSpec: { name: 'submit', inputSchema: { json: SCHEMA } } }] },
    });
    read += 1;
  }
  return read;
}

/** Some are shipped because they cannot be read. */
function unreadable(error: unknown): undefined {
  if (!(error instanceof DocumentProblem)) throw error;
}
