/**
 * Keeps code that runs in the local region from reaching anything but loopback: an SDK client that was not pointed at
 * the region would else talk to real AWS. Works in the thread that calls it; uses Node built-ins only, because it is
 * also loaded before anything else in the threads that handlers start themselves.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';

/** A connection that was refused because its host is not this machine. */
export class EgressError extends Error {
  readonly code = 'ERR_REGION_EGRESS';
  readonly host: string;

  constructor(host: string) {
    super(
      `The local region refused a connection to ${host}: only loopback is reachable. ` +
        'Use a client without an endpoint of its own (AWS_ENDPOINT_URL is set), or serve what you need on 127.0.0.1.',
    );
    this.name = 'EgressError';
    this.host = host;
  }
}

/** Whether a host name or address means this machine. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|::1|(0*:)+0*1|::ffff:127(\.\d{1,3}){3})$/.test(name);
}

const guarded = Symbol.for('countersign.region.egress');

/** Refuses, from now on and in this thread, every TCP, UDP and name-server request that leaves the machine. */
export function guardEgress(): void {
  const marks = net.Socket.prototype as { [guarded]?: true };
  if (marks[guarded]) return;
  marks[guarded] = true;
  guardTcp();
  guardUdp();
  guardNames();
}

type Connect = (this: net.Socket, ...args: unknown[]) => net.Socket;

function guardTcp(): void {
  const prototype = net.Socket.prototype as unknown as { connect: Connect };
  const connect = prototype.connect;
  prototype.connect = function (this: net.Socket, ...args: unknown[]) {
    const host = hostOf(args);
    if (host === undefined || isLoopback(host)) return connect.apply(this, args);
    // Later, as with any failing connection: TLS still sets up the socket after this call.
    process.nextTick(() => this.destroy(new EgressError(host)));
    return this;
  };
}

/** The host of `socket.connect(…)`; undefined for a Unix socket. Node itself passes its own already normalized array. */
function hostOf(args: unknown[]): string | undefined {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null) {
    const options = first as { path?: string; host?: string };
    return options.path ? undefined : (options.host ?? 'localhost');
  }
  if (typeof first === 'string' && Number.isNaN(Number(first))) return undefined;
  return typeof second === 'string' ? second : 'localhost';
}

function guardUdp(): void {
  const prototype = dgram.Socket.prototype as unknown as Record<'send' | 'connect', (...args: unknown[]) => unknown>;
  for (const verb of ['send', 'connect'] as const) {
    const original = prototype[verb];
    prototype[verb] = function (this: dgram.Socket, ...args: unknown[]) {
      const host = args.slice(1).find((arg) => typeof arg === 'string');
      if (typeof host === 'string' && !isLoopback(host)) throw new EgressError(host);
      return original.apply(this, args);
    };
  }
}

/** `dns.resolve*` asks a name server over the network by itself, past the sockets above. */
function guardNames(): void {
  const refuse = (name: string) => {
    throw new EgressError(name);
  };
  for (const door of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
    const methods = door as unknown as Record<string, unknown>;
    for (const key of Object.getOwnPropertyNames(door)) {
      if (/^(resolve|reverse)/.test(key) && typeof methods[key] === 'function') methods[key] = refuse;
    }
  }
}
