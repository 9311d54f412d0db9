/** The region's one port: HTTP/1.1 and cleartext HTTP/2 side by side, on loopback only. */
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import type { WireRequest, WireResponse } from './service.ts';
import { readBody, TooLarge } from './wire/body.ts';

export interface Server {
  port: number;
  stop(): Promise<void>;
}

/** Every HTTP/2 connection begins with this line, no HTTP/1 one does: RFC 9113, section 3.4. */
const preface = 'PRI * HTTP/2.0';

type Answer = (request: WireRequest) => Promise<WireResponse>;
type Request = http.IncomingMessage | http2.Http2ServerRequest;
type Response = http.ServerResponse | http2.Http2ServerResponse;

/**
 * Listens on 127.0.0.1.
 * @param port 0 takes any free one
 * @throws Error naming the port when it is taken
 */
export async function listen(port: number, answer: Answer): Promise<Server> {
  const serve = (request: Request, response: Response) => void exchange(request, response, answer);
  // Idle connections stay open longer than clients keep them, so that no request meets a closing one.
  const http1 = http.createServer({ requestTimeout: 0, keepAliveTimeout: 120_000 }, serve);
  const h2c = http2.createServer(serve);
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that goes away mid-answer is its own business.
    socket.on('error', () => socket.destroy());
    sniff(socket, (isHttp2) => (isHttp2 ? h2c : http1).emit('connection', socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { port: (server.address() as net.AddressInfo).port, stop };
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new Error(`port ${port} on 127.0.0.1 is taken; stop what listens there, or choose another port`, {
    cause: error,
  });
}

/** Looks at the first bytes and puts them back. The shortest HTTP/1 request is longer than three bytes. */
function sniff(socket: net.Socket, decide: (isHttp2: boolean) => void): void {
  socket.once('readable', () => {
    const bytes: Buffer | null = socket.read();
    if (!bytes) return;
    socket.unshift(bytes);
    decide(preface.startsWith(bytes.subarray(0, preface.length).toString('latin1')));
  });
}

async function exchange(request: Request, response: Response, answer: Answer): Promise<void> {
  const { status, headers, body } = await respond(request, answer);
  if (response.destroyed) return;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  // A HEAD answer may carry the length of the body that it leaves out.
  const bodiless = status === 204 || status === 304;
  (response as http.ServerResponse).writeHead(
    status,
    bodiless ? headers : { 'content-length': bytes.byteLength, ...headers },
  );
  (response as http.ServerResponse).end(request.method === 'HEAD' || bodiless ? undefined : bytes);
}

async function respond(request: Request, answer: Answer): Promise<WireResponse> {
  try {
    refuseForeign(request);
    return await answer(wireRequest(request, await readBody(request)));
  } catch (error) {
    const status = error instanceof TooLarge ? 413 : error instanceof Foreign ? 403 : 500;
    const message = error instanceof Error ? error.message : String(error);
    return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
  }
}

class Foreign extends Error {}

/**
 * A page of another site must not reach the region through the reader's browser: neither by a name that it points at
 * 127.0.0.1 (DNS rebinding, seen in Host) nor by a request across sites (seen in Origin).
 */
function refuseForeign(request: Request): void {
  const host = request.headers[':authority'] ?? request.headers.host;
  const origin = request.headers.origin;
  if (!isLoopback(`http://${host}`))
    throw new Foreign(`Host is ${host}; the local region answers only to a loopback name`);
  if (origin && !isLoopback(origin))
    throw new Foreign(`Origin is ${origin}; the local region answers only to loopback pages`);
}

function isLoopback(url: string): boolean {
  const name = URL.parse(url)?.hostname ?? '';
  return ['127.0.0.1', 'localhost', '[::1]'].includes(name) || name.endsWith('.localhost');
}

function wireRequest(request: Request, body: Uint8Array): WireRequest {
  const [rawPath = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = [value].flat().join(',');
  headers.host ??= String(request.headers[':authority'] ?? '');
  return {
    method: request.method ?? 'GET',
    path: decode(rawPath),
    rawPath,
    query: new URLSearchParams(query),
    headers,
    body,
  };
}

/** A path that is no valid percent-encoding stays as it is; the operation will refuse it with its own words. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
