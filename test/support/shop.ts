import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An external system: it reserves what is asked for, except what is sold out, and knows a second attempt by its key. */
export async function startShop() {
  const calls: string[] = [];
  const reserved = new Map<string, string>();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { method, url = '', headers } = request;
    calls.push(`${method} ${url} ${headers.authorization}`);
    if (method === 'DELETE') {
      reserved.delete(url.split('/').at(-1)!);
      return response.writeHead(204).end();
    }
    const { sku } = JSON.parse(body) as { sku: string };
    if (sku === 'sold-out') return response.writeHead(409).end('{"error":"SoldOut","message":"none left"}');
    reserved.set(`r-${sku}`, String(headers['idempotency-key']));
    return response.writeHead(201).end(JSON.stringify({ id: `r-${sku}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { calls, reserved, url, stop };
}
