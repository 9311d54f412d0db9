/** AWS Lambda: real handler bundles in worker threads, asynchronous invocations, event source mappings. */
import { availableParallelism } from 'node:os';
import type { Region, Service } from '../../service.ts';
import { restJson } from '../../wire/rest-json.ts';
import { sweepCode } from './code.ts';
import type { PoolOptions } from './execution/pool.ts';
import { type Lambda, parts } from './lambda.ts';
import { type Mappings, mappings } from './mappings/mappings.ts';
import { describeOperations } from './operations/describe.ts';
import { invokeOperation } from './operations/invoke.ts';
import { mapOperations } from './operations/map.ts';
import { permitOperations } from './operations/permit.ts';
import { publishOperations } from './operations/publish.ts';
import { aliasType } from './resources/alias.ts';
import { eventInvokeConfigType } from './resources/event-invoke-config.ts';
import { eventSourceMappingType } from './resources/event-source-mapping.ts';
import { functionType } from './resources/function.ts';
import { permissionType } from './resources/permission.ts';
import { versionType } from './resources/version.ts';
import { routes } from './routes.ts';

/** Room for every function of a few workflows to stay warm. */
const DEFAULTS: PoolOptions = { cap: 48, perKey: availableParallelism(), idleFor: 5 * 60_000 };

export function lambda(region: Region, options: Partial<PoolOptions> = {}): Service {
  const shared = parts(region, { ...DEFAULTS, ...options });
  const mapped = mappings(shared);
  return {
    name: 'lambda',
    protocol: restJson(routes),
    operations: operations(shared, mapped),
    resources: {
      ...functionType(shared),
      ...versionType(shared),
      ...aliasType(shared),
      ...permissionType(shared),
      ...eventInvokeConfigType(shared),
      ...eventSourceMappingType(mapped),
    },
    start() {
      sweepCode(region, new Set(shared.functions.versions.list().map(({ code }) => code)));
      shared.queue.start();
      mapped.start();
    },
    async stop() {
      shared.queue.stop();
      // Mappings wait for the invocation under way, which ends with its thread.
      const halted = mapped.stop();
      await shared.environments.close();
      await halted;
    },
  };
}

function operations({ region, functions, execute, queue, permissions }: Lambda, mapped: Mappings) {
  return {
    ...invokeOperation(region, functions, execute, queue),
    ...describeOperations(functions),
    ...publishOperations(region, functions),
    ...permitOperations(functions, permissions),
    ...mapOperations(region, functions, mapped),
  };
}
