/** The local region: one process, one port, one state file. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type RegionClock, realClock } from './clock.ts';
import type { RegionCore } from './core.ts';
import { type Dispatch, dispatch } from './dispatch.ts';
import { identities } from './iam/identities.ts';
import { type AccessKey, keys } from './iam/keys.ts';
import { listen } from './server.ts';
import type { Converse, Principal, Region, Service } from './service.ts';
import { factories, type ServiceFactory } from './services/index.ts';
import { openStore } from './store.ts';

export interface RegionOptions {
  /** Folder of the state file and of unpacked code; made when absent. */
  dataDir: string;
  /** Port on 127.0.0.1; 0, the default, takes any free one. */
  port?: number;
  clock?: RegionClock;
  name?: string;
  account?: string;
  /** Models by id, for Bedrock. */
  models?: Record<string, Converse>;
  log?: Region['log'];
  /** Source of randomness, for runs that can be replayed. */
  random?: (bytes: number) => Uint8Array;
  /** The services to offer, by default all. */
  services?: readonly ServiceFactory[];
}

export interface RunningRegion {
  readonly endpoint: string;
  readonly clock: RegionClock;
  readonly rootCredentials: AccessKey;
  /** As the region's root unless a principal is given. */
  call: Region['call'];
  service(name: string): Service;
  /** The same object that services get, for tests of a service. */
  readonly region: RegionCore;
  stop(): Promise<void>;
}

/** @throws Error when the state file or the port cannot be had, saying why and what to do */
export async function createRegion(options: RegionOptions): Promise<RunningRegion> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  const store = openStore(join(dataDir, 'region.sqlite'));
  const clock = options.clock ?? realClock();
  let routes: Dispatch | undefined;
  const server = await listen(options.port ?? 0, (request) => {
    if (!routes) throw new Error('the local region is starting');
    return routes.answer(request);
  }).catch((error) => {
    store.close();
    throw error;
  });
  const random = options.random ?? randomBytes;
  const id = (bytes = 16) => Buffer.from(random(bytes)).toString('hex');
  const name = options.name ?? 'eu-central-1';
  const account = options.account ?? '123456789012';
  const known = identities(store, clock, account, name);
  const region: RegionCore = {
    name,
    account,
    endpoint: `http://127.0.0.1:${server.port}`,
    dataDir,
    clock,
    store,
    models: options.models ?? {},
    keys: keys(store, clock, id),
    identities: known,
    service: (name) => running().service(name),
    id,
    call: (principal, service, operation, input) => running().call(principal, service, operation, input),
    role: known.assume,
    credentials: (roleArn, session) => region.keys.of(known.assume(roleArn, undefined, session)),
    resourcePolicy: known.putResourcePolicy,
    emit: (event) => emit(region, event),
    log: options.log ?? (() => {}),
  };
  const running = (): Dispatch => {
    if (!routes) throw new Error('a service called another while the region was being made; do so in start()');
    return routes;
  };
  const services = new Map<string, Service>();
  for (const factory of options.services ?? factories) {
    const service = factory(region);
    services.set(service.name, service);
  }
  routes = dispatch(region, services);
  const rootCredentials = region.keys.of({ kind: 'root' });
  writeFileSync(join(dataDir, 'root-credentials.json'), JSON.stringify(rootCredentials), { mode: 0o600 });
  for (const service of services.values()) service.start?.();
  return {
    endpoint: region.endpoint,
    clock,
    rootCredentials,
    call: region.call,
    service: routes.service,
    region,
    async stop() {
      await server.stop();
      for (const service of services.values()) await service.stop?.();
      clock.stop();
      store.close();
    },
  };
}

/** An AWS service needs no permission to put its own events on the default bus. */
function emit(region: Region, event: Parameters<Region['emit']>[0]): void {
  const principal: Principal = { kind: 'service', service: event.source };
  const entry = {
    Source: event.source,
    DetailType: event['detail-type'],
    Detail: JSON.stringify(event.detail),
    Resources: event.resources,
    Time: new Date(region.clock.now()),
  };
  region.call(principal, 'events', 'PutEvents', { Entries: [entry] }).catch((error) => {
    region.log('error', `an event of ${event.source} was lost: ${error.message}`, event);
  });
}
