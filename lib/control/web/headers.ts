import { createHash } from 'node:crypto';
import type { WebResponse } from './message.ts';
import { STYLE } from './style.ts';

const styleHash = createHash('sha256').update(STYLE).digest('base64');

/**
 * No script at all, styles by their hash, images and forms of our own address only. Chrome applies `form-action` to the
 * redirect after a form as well, so a form here can only ever lead back here.
 */
const CSP = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ALWAYS: Record<string, string> = {
  'content-security-policy': CSP,
  // The address of an approval page is a secret: it may reach no other site, no cache and no search engine.
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

const HTTPS_ONLY = { 'strict-transport-security': 'max-age=63072000; includeSubDomains' };

/** The response with what every answer to a browser carries. `secure`: the public address is https. */
export const guarded = (response: WebResponse, secure: boolean): WebResponse => ({
  ...response,
  headers: { ...ALWAYS, ...(secure && HTTPS_ONLY), ...response.headers },
});
