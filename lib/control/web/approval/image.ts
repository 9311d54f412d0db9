import { type ApprovalRow, shownOf } from '../../../approvals/row.ts';
import type { WebResponse } from '../message.ts';
import type { WebPorts } from '../ports.ts';
import { PageProblem } from '../refusal.ts';
import { imagesOf } from './look.ts';

/** An answer of a function is at most 6 MB, in base64. */
const LARGEST = 4_400_000;

/** A page of the document as a picture, from 1. Only pictures that the approval shows, by number: no key comes from outside. */
export async function sendImage(ports: WebPorts, row: ApprovalRow, number: number): Promise<WebResponse> {
  const images = imagesOf(shownOf(row));
  const key = images[number - 1];
  const bytes = key === undefined ? undefined : await ports.pageImage(key);
  if (!bytes)
    throw new PageProblem(404, 'No such page', `The document has ${images.length} pages, and no page ${number}.`);
  if (bytes.length > LARGEST) {
    throw new PageProblem(
      413,
      'The picture is too large',
      `Page ${number} has ${(bytes.length / 1e6).toFixed(1)} MB, more than can be sent here. An operator finds it in the documents bucket.`,
    );
  }
  return { status: 200, headers: { 'content-type': 'image/png' }, body: bytes };
}
