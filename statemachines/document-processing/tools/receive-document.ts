import { bucket } from '../../../lib/aws/objects.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import { Terminal } from '../../../lib/engine/errors.ts';
import { sha256 } from '../../../lib/engine/keys.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';
import { type Document, placeIn, safeName } from './document.ts';

interface Input {
  bucket: string;
  key: string;
  versionId?: string | null;
}

const inbox = bucket('inbox');
const documents = bucket('documents');

/** Bytes. What is larger is not read, and stays where it was dropped. */
const LARGEST = 50 * 1024 * 1024;

/** Takes a document from the inbox. The note under the step's key survives a crash after the inbox was cleared. */
export async function receive({ input, key }: EffectCall<Input>): Promise<Document> {
  const note = `received/${key}.json`;
  if (await documents.head(note)) return JSON.parse(new TextDecoder().decode(await documents.get(note)));
  const { bytes, contentType } = await fetch(input);
  const digest = sha256(bytes);
  const name = safeName(input.key);
  const document = { key: placeIn('work', { digest, name }), digest, name, size: bytes.length, contentType };
  await documents.put(document.key, bytes, contentType);
  await documents.put(note, new TextEncoder().encode(JSON.stringify(document)), 'application/json');
  await inbox.remove(input.key);
  return document;
}

async function fetch({ key, versionId }: Input): Promise<{ bytes: Uint8Array; contentType: string }> {
  const facts = await inbox.head(key, versionId ?? undefined);
  if (!facts) throw new Terminal(`${key} is not in the inbox any more`, 'NoSuchKey');
  if (facts.size > LARGEST) {
    const size = `${Math.ceil(facts.size / 1024 / 1024)} MiB, and at most ${LARGEST / 1024 / 1024} MiB are taken`;
    throw new Terminal(`${key} has ${size}. It stays in the inbox; split it, or scan at 300 dpi or less`, 'TooLarge');
  }
  return { bytes: await inbox.get(key, versionId ?? undefined), contentType: facts.contentType };
}

export const handler = defineTool({ effect: receive });
