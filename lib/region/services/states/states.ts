/** What the parts of Step Functions share. */
import type { Region } from '../../service.ts';
import type { Engine } from './engine.ts';
import { engine } from './engine.ts';
import type { Executions } from './executions.ts';
import { executions } from './executions.ts';
import type { Express } from './express.ts';
import { express } from './express.ts';
import type { Machines } from './machines.ts';
import { machines } from './machines.ts';
import { tasks } from './tasks/index.ts';

export interface States {
  region: Region;
  machines: Machines;
  executions: Executions;
  engine: Engine;
  express: Express;
}

export function parts(region: Region): States {
  const store = executions(region.store);
  return {
    region,
    machines: machines(region),
    executions: store,
    engine: engine(region, store, (self) => tasks(region, store, self)),
    express: express(region),
  };
}
