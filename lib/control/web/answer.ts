import { guarded } from './headers.ts';
import { html } from './html.ts';
import { document, seeOther, type WebRequest, type WebResponse } from './message.ts';
import { page } from './page.ts';
import type { WebPorts } from './ports.ts';
import { PageProblem } from './refusal.ts';
import type { WebRoute } from './route.ts';
import { webRoutes } from './routes.ts';
import { mustBeOurs } from './same-origin.ts';
import { sessionOf } from './session/session.ts';

/**
 * Answers one request. Never throws: what goes wrong unforeseen is reported by `report` and answered with a plain page.
 * The path is never reported, since the address of an approval page is a secret.
 */
export async function answer(
  ports: WebPorts,
  request: WebRequest,
  report: (error: unknown) => void,
): Promise<WebResponse> {
  const response = await respond(ports, request).catch((error: unknown) => {
    if (!(error instanceof PageProblem)) report(error);
    return problemPage(error instanceof PageProblem ? error : UNFORESEEN);
  });
  const secure = ports.url.startsWith('https:');
  return guarded(request.method === 'HEAD' ? { ...response, body: '' } : response, secure);
}

async function respond(ports: WebPorts, request: WebRequest): Promise<WebResponse> {
  const { route, params } = find(request);
  if (request.method === 'POST') mustBeOurs(request, ports.url);
  const session = await sessionOf(ports, request);
  if (route.for === 'everybody') return route.run({ ports, request, params, session });
  if (session) return route.run({ ports, request, params, session });
  if (route.method === 'GET') return seeOther(`/sign-in?next=${encodeURIComponent(request.path)}`);
  throw new PageProblem(
    401,
    'You are not signed in',
    'Your session has ended, so nothing was done. Sign in and send it again.',
  );
}

function find({ method, path }: WebRequest): { route: WebRoute; params: Record<string, string | undefined> } {
  const fitting = webRoutes.flatMap((route) => {
    const match = route.path.exec(path);
    return match ? [{ route, params: match.groups ?? {} }] : [];
  });
  // HEAD is GET without a body (RFC 9110 section 9.3.2).
  const found = fitting.find(({ route }) => route.method === (method === 'HEAD' ? 'GET' : method));
  if (found) return found;
  if (fitting.length === 0)
    throw new PageProblem(404, 'Nothing here', 'There is no page at this address. Begin at the start page.');
  const allow = fitting.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method])).join(', ');
  throw new PageProblem(405, 'That does nothing here', `This address takes ${allow}.`, { allow });
}

const UNFORESEEN = new PageProblem(
  500,
  'Something went wrong on our side',
  'It is in our logs. Nothing was done by halves: try again in a moment.',
);

function problemPage({ status, title, message, headers }: PageProblem): WebResponse {
  const main = html`<h1>${title}</h1><div class="note bad" role="alert"><p>${message}</p></div><p><a class="button" href="/">To the start page</a></p>`;
  const response = document(status, page({ title, main }));
  return { ...response, headers: { ...response.headers, ...headers } };
}
