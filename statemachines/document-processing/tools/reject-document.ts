import { bucket } from '../../../lib/aws/objects.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';
import { type Document, placeIn } from './document.ts';

interface Input {
  document: Document;
  area: 'rejected' | 'exceptions';
  reason: string;
}

const documents = bucket('documents');

/** Moves a document aside with the reason beside it. The work copy goes last, so that a repeated attempt finds either. */
export async function reject({ input, run }: EffectCall<Input>): Promise<{ key: string }> {
  const { document, area, reason } = input;
  const key = placeIn(area, document);
  if (!(await documents.head(key))) await documents.put(key, await documents.get(document.key), document.contentType);
  const note = { run: run.id, name: document.name, reason };
  await documents.put(`${key}.reason.json`, new TextEncoder().encode(JSON.stringify(note)), 'application/json');
  await documents.remove(document.key);
  return { key };
}

export const handler = defineTool({ effect: reject });
