/** The listeners of all APIs. A port is chosen once, next to the region's, and kept in the store. */
import type { Region } from '../../service.ts';
import type { Api, Apis } from './apis.ts';
import type { Exchange } from './exchange.ts';
import { type Listener, openListener } from './http/listener.ts';

export interface Listeners {
  /** Opens the listener of an API: on its port if it is known, else on the first free one. Gives the port. */
  open(apiId: string, known?: Pick<Api, 'name' | 'port'>): Promise<number>;
  close(apiId: string): Promise<void>;
  closeAll(): Promise<void>;
}

/** Ports above the region's that are tried before any free one is taken. */
const NEIGHBOURS = 50;

export function listeners(region: Region, apis: Apis, exchange: Exchange): Listeners {
  const open = new Map<string, Promise<Listener>>();
  const at = (port: number, apiId: string) =>
    openListener(port, (request) => region.clock.busy(() => exchange(apiId, request)));

  const again = async (apiId: string, { name, port }: Pick<Api, 'name' | 'port'>) => {
    try {
      return await at(port, apiId);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      const advice = `stop what listens there and start again (links that were sent name this port), or begin anew in another data folder than ${region.dataDir}`;
      throw new Error(`port ${port}, the address of API ${name} (${apiId}), cannot be had (${code}); ${advice}`, {
        cause,
      });
    }
  };
  const first = async (apiId: string) => {
    const own = Number(new URL(region.endpoint).port);
    const taken = new Set(apis.apis.list().map(({ port }) => port));
    for (let port = own + 1; port <= Math.min(own + NEIGHBOURS, 65_535); port++) {
      if (taken.has(port)) continue;
      const listener = await at(port, apiId).catch(() => undefined);
      if (listener) return listener;
    }
    return await at(0, apiId);
  };
  const close = async (apiId: string) => {
    const listener = open.get(apiId);
    open.delete(apiId);
    await (await listener?.catch(() => undefined))?.close();
  };
  return {
    async open(apiId, known) {
      const opening = open.get(apiId) ?? (known ? again(apiId, known) : first(apiId));
      open.set(apiId, opening);
      opening.catch(() => open.delete(apiId));
      return (await opening).port;
    },
    close,
    closeAll: async () => void (await Promise.all([...open.keys()].map(close))),
  };
}
