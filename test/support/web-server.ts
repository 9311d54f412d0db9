import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from '../../lib/control/web/answer.ts';
import { cookiesOf } from '../../lib/control/web/cookies.ts';
import type { WebPorts } from '../../lib/control/web/ports.ts';

/** Serves the pages to a browser on a free port of this machine; `ports.url` becomes its address. */
export async function serveWeb(ports: WebPorts): Promise<{ url: string; errors: unknown[]; stop(): Promise<void> }> {
  const errors: unknown[] = [];
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, ports.url);
    const { status, headers, cookies, body } = await answer(
      ports,
      {
        method: request.method!,
        path: pathname,
        query: searchParams,
        headers: request.headers as Record<string, string>,
        cookies: cookiesOf(request.headers.cookie?.split('; ') ?? []),
        body: await bytesOf(request),
      },
      (error) => errors.push(error),
    );
    response.writeHead(status, { ...headers, ...(cookies?.length && { 'set-cookie': [...cookies] }) });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ports.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: ports.url, errors, stop };
}

async function bytesOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
