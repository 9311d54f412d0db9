/** AWS Lambda: real handler bundles in worker threads, asynchronous invocations, event source mappings. */
import type { Region, Service } from '../../service.ts';
import { restJson } from '../../wire/rest-json.ts';
import { removeHalfCopies } from './code.ts';
import type { PoolOptions } from './execution/pool.ts';
import { type Lambda, parts } from './lambda.ts';
import { describeOperations } from './operations/describe.ts';
import { invokeOperation } from './operations/invoke.ts';
import { permitOperations } from './operations/permit.ts';
import { publishOperations } from './operations/publish.ts';
import { aliasType } from './resources/alias.ts';
import { eventInvokeConfigType } from './resources/event-invoke-config.ts';
import { functionType } from './resources/function.ts';
import { permissionType } from './resources/permission.ts';
import { versionType } from './resources/version.ts';
import { routes } from './routes.ts';

const DEFAULTS: PoolOptions = { cap: 12, idleFor: 5 * 60_000 };

export function lambda(region: Region, options: Partial<PoolOptions> = {}): Service {
  const shared = parts(region, { ...DEFAULTS, ...options });
  return {
    name: 'lambda',
    protocol: restJson(routes),
    operations: operations(shared),
    resources: {
      ...functionType(shared),
      ...versionType(shared),
      ...aliasType(shared),
      ...permissionType(shared),
      ...eventInvokeConfigType(shared),
    },
    start() {
      removeHalfCopies(region);
      shared.queue.start();
    },
    async stop() {
      shared.queue.stop();
      await shared.environments.close();
    },
  };
}

function operations({ region, functions, execute, queue, permissions }: Lambda) {
  return {
    ...invokeOperation(region, functions, execute, queue),
    ...describeOperations(functions),
    ...publishOperations(region, functions),
    ...permitOperations(functions, permissions),
  };
}
