import { Refusal, type Service, startService } from './service.ts';

/** What the repository says of a change. */
export interface Change {
  lines: number;
  migrates: boolean;
  customers: boolean;
  coverage: number;
  /** Whether it passes its own tests; by default it does. */
  passes?: boolean;
}

interface Deployment {
  change: string;
  service: string;
  commit: string;
  state: 'running' | 'kept' | 'rolled-back';
}

export interface ChangeSystems {
  changes: Map<string, Change>;
  deployments: Map<string, Deployment>;
  /** What monitoring says of a service next, one answer each; healthy when nothing is planned. */
  plan: Map<string, ('healthy' | 'unhealthy' | 'too-early')[]>;
  services: { repository: Service; deployer: Service; monitoring: Service };
}

/** Repository, deployer and monitoring of a change. */
export async function changeSystems(changes: Record<string, Change>): Promise<ChangeSystems> {
  const books = {
    changes: new Map(Object.entries(changes)),
    deployments: new Map<string, Deployment>(),
    plan: new Map<string, ('healthy' | 'unhealthy' | 'too-early')[]>(),
  };
  const services = {
    repository: await startService(repository(books)),
    deployer: await startService(deployer(books)),
    monitoring: await startService(monitoring(books)),
  };
  return { ...books, services };
}

/** The commit that a service runs. */
export const runningIn = ({ deployments }: Pick<ChangeSystems, 'deployments'>, service: string): string | undefined =>
  [...deployments.values()].findLast((each) => each.service === service && each.state !== 'rolled-back')?.commit;

type Books = Omit<ChangeSystems, 'services'>;
type Asked<Body = unknown> = { params: Record<string, string>; body: Body };

const repository = ({ changes }: Books) => ({
  'GET /changes/:id': ({ params }: Asked) => {
    const change = changes.get(params.id!);
    if (!change) throw new Refusal('UnknownChange', `there is no ${params.id}`, 404);
    const { passes = true, ...facts } = change;
    if (!passes) throw new Refusal('TestsFailed', 'its own tests fail');
    return facts;
  },
});

const deployer = ({ deployments }: Books) => ({
  'POST /deployments': ({ body }: Asked<Omit<Deployment, 'state'>>) => {
    const deployment = `D${deployments.size + 1}`;
    deployments.set(deployment, { ...body, state: 'running' });
    return { deployment };
  },
  'POST /deployments/:id/keep': ({ params }: Asked) => put(deployments, params.id!, 'kept'),
  'POST /deployments/:id/roll-back': ({ params }: Asked) => put(deployments, params.id!, 'rolled-back'),
});

const monitoring = ({ plan }: Books) => ({
  'GET /services/:id/health': ({ params }: Asked) => {
    const state = plan.get(params.id!)?.shift() ?? 'healthy';
    return { state, errorsPerMinute: state === 'unhealthy' ? 240 : 0 };
  },
});

function put(deployments: Map<string, Deployment>, id: string, state: Deployment['state']) {
  const found = deployments.get(id);
  if (!found) throw new Refusal('Unknown', `there is no ${id}`, 404);
  found.state = state;
  return { done: true };
}
