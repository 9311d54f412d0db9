import { decideByLink, showLink, showLinkImage } from './approval/link-routes.ts';
import { FAVICON } from './page.ts';
import { type WebRoute, webRoute } from './route.ts';

const favicon = webRoute({
  method: 'GET',
  path: /^\/favicon\.(svg|ico)$/,
  run: async () => ({
    status: 200,
    headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' },
    body: FAVICON,
  }),
});

/** Every address that people open. */
export const webRoutes: readonly WebRoute[] = [showLink, showLinkImage, decideByLink, favicon];
