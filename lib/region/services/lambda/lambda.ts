/** What the parts of Lambda share. */
import { records } from '../../records.ts';
import type { Region } from '../../service.ts';
import { type AsyncQueue, asyncQueue } from './async/queue.ts';
import type { EventInvokeConfig, EventInvokeConfigs } from './async/settings.ts';
import { type Execute, executor } from './execution/execute.ts';
import { type Pool, type PoolOptions, pool } from './execution/pool.ts';
import { type Functions, functions } from './functions.ts';
import { type Permissions, permissions } from './permissions.ts';

export interface Lambda {
  region: Region;
  functions: Functions;
  permissions: Permissions;
  eventInvokeConfigs: EventInvokeConfigs;
  execute: Execute;
  queue: AsyncQueue;
  environments: Pool;
  /** Ends environments whose function, version and revision (`name:version:revision`) begin so. */
  retire(prefix: string): void;
}

export function parts(region: Region, options: PoolOptions): Lambda {
  const known = functions(region);
  const environments = pool(options);
  const execute = executor(region, environments);
  const eventInvokeConfigs = records<EventInvokeConfig>(region.store, 'lambda_event_invoke_configs');
  return {
    region,
    functions: known,
    permissions: permissions(region),
    eventInvokeConfigs,
    execute,
    queue: asyncQueue(region, known, eventInvokeConfigs, execute),
    environments,
    retire: (prefix) => environments.retire(prefix),
  };
}
