/** What the parts of Step Functions share. */
import type { Region } from '../../service.ts';
import type { Activities } from './activities.ts';
import { activities } from './activities.ts';
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
  activities: Activities;
}

export function parts(region: Region): States {
  const store = executions(region.store);
  const workers = activities(region);
  return {
    region,
    machines: machines(region),
    executions: store,
    engine: engine(region, store, (self) => tasks(region, store, workers, self)),
    express: express(region),
    activities: workers,
  };
}
