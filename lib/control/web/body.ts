import type { WebRequest } from './message.ts';
import { PageProblem } from './refusal.ts';

/** Bytes of a form that a person fills in: an invoice of 200 lines has a tenth of it. */
const LARGEST_FORM = 256 * 1024;

/** The fields of a form, each once. Throws 413, 415, or 422 for a field that comes twice. */
export function formOf({ headers, body }: WebRequest): Map<string, string> {
  const type = mediaType(headers['content-type']);
  if (type !== 'application/x-www-form-urlencoded') {
    const given = type || 'no type at all';
    throw new PageProblem(
      415,
      'Not a form',
      `This page takes forms (application/x-www-form-urlencoded), and was sent ${given}. Use the form on the page.`,
    );
  }
  if (body.length > LARGEST_FORM) {
    const size = `${Math.ceil(body.length / 1024)} KB, and at most ${LARGEST_FORM / 1024} KB are taken`;
    throw new PageProblem(
      413,
      'Too much text',
      `The form has ${size}. Shorten what you have written and send it again.`,
    );
  }
  return onceEach(new URLSearchParams(new TextDecoder().decode(body)));
}

export const mediaType = (header: string | undefined): string => (header ?? '').split(';')[0]!.trim().toLowerCase();

function onceEach(fields: URLSearchParams): Map<string, string> {
  const form = new Map<string, string>();
  for (const [name, value] of fields) {
    if (form.has(name)) {
      throw new PageProblem(422, 'A field came twice', `The field ${name} was sent twice. Open the page again.`);
    }
    form.set(name, value);
  }
  return form;
}
