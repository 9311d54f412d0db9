import { type Bucket, bucket } from '../../../lib/aws/objects.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import { Terminal } from '../../../lib/engine/errors.ts';
import { sha256 } from '../../../lib/engine/keys.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';
import type { Document } from './document.ts';

interface Input {
  document: Document;
  fields: object;
}

const documents = bucket('documents');
const archive = bucket('archive');

/** Archives a document and its fields, each under the digest of its content; what is there already is the same. */
export async function archiveDocument({ input: { document, fields } }: EffectCall<Input>): Promise<object> {
  const bytes = await documents.get(document.key);
  if (sha256(bytes) !== document.digest) {
    throw new Terminal(`${document.key} is not what was received: its digest has changed`, 'DocumentChanged');
  }
  await archive.putOnce(
    `${document.digest}.json`,
    new TextEncoder().encode(JSON.stringify(fields)),
    'application/json',
  );
  await archive.putOnce(document.digest, bytes, document.contentType);
  return { key: document.digest, ...(await lockOf(archive, document.digest)) };
}

/** The bucket locks what is put into it. A document without a lock is not archived, whatever else it is. */
async function lockOf(from: Bucket, key: string): Promise<{ versionId: string; retainUntil: string }> {
  const facts = await from.head(key);
  if (facts?.versionId && facts.retainUntil) {
    return { versionId: facts.versionId, retainUntil: facts.retainUntil.toISOString() };
  }
  throw new Terminal(`${key} is in the archive without retention; give the bucket a default retention`, 'NotRetained');
}

export const handler = defineTool({ effect: archiveDocument });
