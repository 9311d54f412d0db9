import { decideByLink, showLink, showLinkImage } from './approval/link-routes.ts';
import { decideSignedIn, showApproval, showApprovalImage } from './approval/person-routes.ts';
import { handInDocument, showHome } from './home/routes.ts';
import { showInbox } from './inbox/routes.ts';
import { FAVICON } from './page.ts';
import { type WebRoute, webRoute } from './route.ts';
import { downloadKey, downloadProof, showRun } from './runs/routes.ts';
import { askForCode, enterCode, showSignIn, signOut } from './session/routes.ts';

const favicon = webRoute({
  method: 'GET',
  path: /^\/favicon\.(svg|ico)$/,
  for: 'everybody',
  run: async () => ({
    status: 200,
    headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' },
    body: FAVICON,
  }),
});

/** Every address that people open. */
export const webRoutes: readonly WebRoute[] = [
  ...[showHome, handInDocument, favicon],
  ...[showLink, showLinkImage, decideByLink],
  ...[showSignIn, askForCode, enterCode, signOut],
  ...[showInbox, showApproval, showApprovalImage, decideSignedIn],
  ...[showRun, downloadProof, downloadKey],
];
