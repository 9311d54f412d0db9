/** The local region: one process, one port, one state file. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type RegionClock, realClock } from './clock.ts';
import type { RegionCore } from './core.ts';
import { type Dispatch, dispatch } from './dispatch.ts';
import { type Identities, identities } from './iam/identities.ts';
import { type AccessKey, keys } from './iam/keys.ts';
import { listen } from './server.ts';
import type { Converse, Region, Service } from './service.ts';
import { factories, type ServiceFactory } from './services/index.ts';
import { openStore, type RegionStore } from './store.ts';
import { deployer } from './template/deployer.ts';
import type { Progress } from './template/work.ts';

export interface RegionOptions {
  /** Folder of the state file and of unpacked code; made when absent. */
  dataDir: string;
  /** Port on 127.0.0.1; 0, the default, takes any free one. */
  port?: number;
  /** By default the machine's; `virtualClock()` for tests. */
  clock?: RegionClock;
  /** `eu-central-1` */
  name?: string;
  /** 12 digits. */
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
  /** Key of the account's root, who may do everything; also in `root-credentials.json` of the data folder. */
  readonly rootCredentials: AccessKey;
  /** Calls an operation in SDK shapes, as that principal. */
  readonly call: Region['call'];
  service(name: string): Service;
  /** Applies a CDK assembly (the output of `cdk synth`) by difference to what stands; see `template/deploy.ts`. */
  deploy(assemblyDir: string, onProgress?: (progress: Progress) => void): Promise<void>;
  /** Outputs of the stacks: stack name -> output name -> value. */
  readonly outputs: Readonly<Record<string, Record<string, unknown> | undefined>>;
  /** Which permissions were given and never needed. */
  readonly iam: Pick<Identities, 'unusedActions'>;
  /** What services get; for tests of a service. */
  readonly region: RegionCore;
  stop(): Promise<void>;
}

/**
 * Starts a region on what its data folder holds, resuming timers and half-done work.
 * @throws Error when the state file or the port cannot be had, saying why and what to do
 */
export async function createRegion(options: RegionOptions): Promise<RunningRegion> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  // Handlers live in UTC, as on Lambda; threads share the time zone of their process.
  process.env.TZ = 'UTC';
  const store = openStore(join(dataDir, 'region.sqlite'));
  let routes: Dispatch | undefined;
  const running = (): Dispatch => {
    if (!routes) throw new Error('the local region is still starting; services call each other from start() on');
    return routes;
  };
  const server = await listen(options.port ?? 0, (request) => running().answer(request)).catch((error) => {
    store.close();
    throw error;
  });
  const region = core({ ...options, dataDir }, store, `http://127.0.0.1:${server.port}`, running);
  const stop = async () => {
    // The port last: a handler that still runs must not take the region's end for a failure of its own.
    for (const service of routes?.services.values() ?? []) await service.stop?.();
    await server.stop();
    region.clock.stop();
    store.close();
  };
  try {
    routes = dispatch(region, make(options.services ?? factories, region));
    const rootCredentials = writeRootCredentials(region);
    for (const service of routes.services.values()) await service.start?.();
    return runningRegion(region, routes, rootCredentials, stop);
  } catch (error) {
    await stop();
    throw store.explain(error);
  }
}

/** Each draw from the system costs more than all that is made of it; `draw` is asked for many bytes at a time. */
function fromStock(draw: (bytes: number) => Uint8Array): (bytes: number) => Uint8Array {
  let stock: Uint8Array = new Uint8Array();
  return (bytes) => {
    if (stock.byteLength < bytes) stock = draw(Math.max(bytes, 4096));
    const taken = stock.subarray(0, bytes);
    stock = stock.subarray(bytes);
    return taken;
  };
}

function runningRegion(
  region: RegionCore,
  { services, service, callDurably }: Dispatch,
  rootCredentials: AccessKey,
  stop: () => Promise<void>,
): RunningRegion {
  const { deploy, outputs } = deployer(region, services);
  return {
    endpoint: region.endpoint,
    clock: region.clock,
    rootCredentials,
    call: callDurably,
    service,
    deploy: (assemblyDir, onProgress) => deploy(assemblyDir, onProgress).then(region.store.durable),
    get outputs() {
      return outputs();
    },
    iam: region.identities,
    region,
    stop,
  };
}

function core(options: RegionOptions, store: RegionStore, endpoint: string, running: () => Dispatch): RegionCore {
  const {
    name = 'eu-central-1',
    account = '123456789012',
    clock = realClock(),
    random = fromStock(randomBytes),
  } = options;
  const id = (bytes = 16) => Buffer.from(random(bytes)).toString('hex');
  const known = identities(store, clock, account, name);
  const accessKeys = keys(store, clock, id);
  const region: RegionCore = {
    name,
    account,
    endpoint,
    dataDir: options.dataDir,
    clock,
    store,
    models: options.models ?? {},
    keys: accessKeys,
    identities: known,
    id,
    call: (principal, service, operation, input) => running().call(principal, service, operation, input),
    service: (name) => running().service(name),
    role: known.assume,
    credentials: (roleArn, session) => accessKeys.of(known.assume(roleArn, undefined, session)),
    resourcePolicy: known.putResourcePolicy,
    emit: (event) => emit(running().services, event, region.log),
    log: options.log ?? (() => {}),
  };
  return region;
}

function make(wanted: readonly ServiceFactory[], region: RegionCore): Map<string, Service> {
  const made = wanted.map((factory) => factory(region));
  return new Map(made.map((service) => [service.name, service]));
}

/** For the command line of the same user; the file is readable by nobody else. */
function writeRootCredentials(region: RegionCore): AccessKey {
  const key = region.keys.of({ kind: 'root' });
  writeFileSync(join(region.dataDir, 'root-credentials.json'), JSON.stringify(key), { mode: 0o600 });
  return key;
}

type Event = Parameters<Region['emit']>[0];

/** An AWS service needs no permission for its own events. They join the transaction that they are about. */
function emit(services: ReadonlyMap<string, Service>, event: Event, log: Region['log']): void {
  const events = services.get('events') as (Service & { emit(event: Event): void }) | undefined;
  if (events) events.emit(event);
  else log('warn', `an event of ${event.source} goes nowhere: this region was started without the events service`);
}
