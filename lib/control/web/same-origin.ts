import type { WebRequest } from './message.ts';
import { PageProblem } from './refusal.ts';

/**
 * Lets a form pass that was sent from one of our own pages. Browsers say where a request comes from in `Sec-Fetch-Site`
 * (https://www.w3.org/TR/fetch-metadata/); older ones say it in `Origin`, but send `null` there because our pages set
 * `Referrer-Policy: no-referrer`. What says neither is no browser that we know, and is refused. Throws a 403.
 */
export function mustBeOurs({ headers }: WebRequest, publicUrl: string): void {
  const site = headers['sec-fetch-site'];
  const ours = site === undefined ? headers.origin === new URL(publicUrl).origin : site === 'same-origin';
  if (ours) return;
  throw new PageProblem(
    403,
    'This did not come from our page',
    'The form was not sent from a page of this address, so nothing was done. Open the page again and send it from there.',
  );
}
