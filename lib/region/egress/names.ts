/** Name servers: `dns` asks them by itself, past the sockets of Node. */
import dns from 'node:dns';
import { EgressError, isLoopback } from './refusal.ts';

type Method = (...args: unknown[]) => unknown;

export function guardNames(): void {
  for (const door of [dns, dns.Resolver.prototype]) guardDoor(door, (original) => answering(original));
  for (const door of [dns.promises, dns.promises.Resolver.prototype])
    guardDoor(door, (original) => rejecting(original));
}

function guardDoor(door: object, guarded: (original: Method) => Method): void {
  const methods = door as Record<string, unknown>;
  for (const key of Object.getOwnPropertyNames(door)) {
    const method = methods[key];
    if (/^(resolve|reverse|lookup)/.test(key) && typeof method === 'function') methods[key] = guarded(method as Method);
  }
}

/** The callback is told, as of any name that cannot be found. */
const answering = (original: Method): Method =>
  function (this: unknown, ...args: unknown[]) {
    const refused = refusal(args[0]);
    const callback = args.at(-1);
    if (!refused) return original.apply(this, args);
    if (typeof callback !== 'function') throw refused;
    process.nextTick(callback as () => void, refused);
  };

const rejecting = (original: Method): Method =>
  function (this: unknown, ...args: unknown[]) {
    const refused = refusal(args[0]);
    return refused ? Promise.reject(refused) : original.apply(this, args);
  };

/** What is no name at all is left to Node, which says so in its own words. */
function refusal(name: unknown): EgressError | undefined {
  if (typeof name !== 'string' || name === '' || isLoopback(name)) return undefined;
  return new EgressError('to look up ', name);
}
