/** AWS Step Functions: workflows, their versions and aliases; standard executions outlive a kill -9. */
import type { Region, Service } from '../../service.ts';
import { jsonProtocol } from '../../wire/json.ts';
import { activating } from './operations-activity.ts';
import { executing } from './operations-execution.ts';
import { expressing } from './operations-express.ts';
import { managing } from './operations-machine.ts';
import { mapRuns } from './operations-map-run.ts';
import { reading } from './operations-read.ts';
import { answering } from './operations-task.ts';
import { testing } from './operations-test-state.ts';
import { resources } from './resources.ts';
import { parts } from './states.ts';

export function states(region: Region): Service {
  const shared = parts(region);
  return {
    name: 'states',
    operations: {
      ...managing(shared),
      ...executing(shared),
      ...expressing(shared),
      ...activating(shared),
      ...mapRuns(shared),
      ...reading(shared),
      ...answering(shared),
      ...testing(shared),
    },
    resources: resources(shared),
    protocol: jsonProtocol('AWSStepFunctions'),
    start() {
      shared.engine.resume();
      shared.express.resume();
    },
    stop() {
      shared.engine.stop();
      shared.express.stop();
    },
  };
}
