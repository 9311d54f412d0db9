import { mediaType } from '../body.ts';
import type { WebRequest } from '../message.ts';
import { PageProblem } from '../refusal.ts';
import { MAX_UPLOAD } from './limits.ts';

export interface Upload {
  /** As its sender called it, without folders, safe as the last part of a key. */
  name: string;
  bytes: Uint8Array;
  csrf: string;
}

/** The one document of a form (multipart/form-data, RFC 7578). Throws 413, 415 or 422. */
export async function uploadOf({ headers, body }: WebRequest, inbox: string): Promise<Upload> {
  const type = headers['content-type'] ?? '';
  if (mediaType(type) !== 'multipart/form-data') {
    throw new PageProblem(415, 'Not a form with a file', 'Send the document with the form on the start page.');
  }
  if (body.length > MAX_UPLOAD) throw tooLarge(body.length, inbox);
  const form = await new Response(Buffer.from(body), { headers: { 'content-type': type } }).formData().catch(() => {
    throw new PageProblem(
      422,
      'The upload is incomplete',
      'Parts of it are missing, so nothing was kept. Send it again.',
    );
  });
  const strange = [...form.keys()].filter((name) => name !== 'document' && name !== 'csrf');
  if (strange.length > 0)
    throw new PageProblem(
      422,
      'Unknown fields',
      `The form holds ${strange.join(', ')}, which this page does not have.`,
    );
  const [file, csrf] = [form.get('document'), form.get('csrf')];
  if (!(file instanceof File) || file.name === '')
    throw new PageProblem(422, 'No document', 'Choose a file first, then hand it in.');
  return { name: nameOf(file.name), bytes: new Uint8Array(await file.arrayBuffer()), csrf: String(csrf ?? '') };
}

const tooLarge = (size: number, inbox: string) =>
  new PageProblem(
    413,
    'The document is too large for this door',
    `It has ${(size / 1e6).toFixed(1)} MB and at most ${MAX_UPLOAD / 1e6} MB pass here; nothing was kept. Put it into the inbox bucket instead: aws s3 cp FILE s3://${inbox}/`,
  );

/** Keys take nearly anything, people and logs do not: control characters and separators go, and the end stays. */
const nameOf = (name: string): string =>
  (name.split(/[/\\]/).at(-1) ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(-120) || 'document';
