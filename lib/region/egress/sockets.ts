/** TCP and UDP. HTTP, HTTPS, HTTP/2, TLS and fetch all connect through these two. */
import dgram from 'node:dgram';
import net from 'node:net';
import { EgressError, isLoopback } from './refusal.ts';

type Connect = (this: net.Socket, ...args: unknown[]) => net.Socket;

interface Peer {
  host: string;
  port: unknown;
}

const refusal = ({ host, port }: Peer): EgressError => new EgressError('a connection to ', `${host}:${port}`);

export function guardTcp(): void {
  const prototype = net.Socket.prototype as unknown as { connect: Connect };
  const connect = prototype.connect;
  prototype.connect = function (this: net.Socket, ...args: unknown[]) {
    const peer = peerOf(args);
    if (peer === undefined || isLoopback(peer.host)) return connect.apply(this, args);
    // Later, as with any failing connection: TLS still sets up the socket after this call.
    process.nextTick(() => this.destroy(refusal(peer)));
    return this;
  };
}

/** The peer of `socket.connect(…)`; undefined for a Unix socket. Node itself passes its own already normalized array. */
function peerOf(args: unknown[]): Peer | undefined {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null) {
    const { path, host = 'localhost', port } = first as { path?: string; host?: string; port?: number };
    return path ? undefined : { host, port };
  }
  if (typeof first === 'string' && Number.isNaN(Number(first))) return undefined;
  return { host: typeof second === 'string' ? second : 'localhost', port: first };
}

export function guardUdp(): void {
  const prototype = dgram.Socket.prototype as unknown as Record<'send' | 'connect', (...args: unknown[]) => unknown>;
  for (const verb of ['send', 'connect'] as const) {
    const original = prototype[verb];
    prototype[verb] = function (this: dgram.Socket, ...args: unknown[]) {
      // `send(message, …, port, host)` and `connect(port, host)`: the first argument is never the host.
      const at = args.findIndex((argument, index) => index > 0 && typeof argument === 'string');
      const peer = { host: String(args[at]), port: args[at - 1] };
      if (at > 0 && !isLoopback(peer.host)) throw refusal(peer);
      return original.apply(this, args);
    };
  }
}
