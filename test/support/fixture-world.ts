import { connectTo } from '../../lib/cli/api/connect.ts';
import { doorsOf } from '../../lib/cli/local/doors.ts';
import type { VirtualClock } from '../../lib/region/clock.ts';
import { fixtureAssembly } from './fixture.ts';
import { startAssembly } from './product.ts';
import { startShop } from './shop.ts';

const HOUR = 3_600_000;

export interface RunView {
  status: string;
  output?: unknown;
  reason?: { name: string };
  steps: { step: string; at?: string; status: string }[];
}

/** Fixture workflows, deployed in a region of their own, with the shop that the first of them calls. */
export async function fixtureWorld(clock: VirtualClock, ...names: [string, ...string[]]) {
  const shop = await startShop();
  const product = await startAssembly(fixtureAssembly(...names), clock);
  const { url, client } = await doorsOf(product.region);
  await product.call('secretsmanager', 'PutSecretValue', {
    SecretId: `countersign/acme/${names[0].split('/')[0]}/shop`,
    SecretString: JSON.stringify({ url: shop.url, token: 'shop-token' }),
  });
  // A token lasts for minutes, and time leaps by days.
  const get = async (path: string) => (await connectTo(url, client)).get(path);
  const post = async (path: string, body: unknown) => (await connectTo(url, client)).post(path, body);
  const show = async (id: string) => (await get(`/v1/executions/${id}`)) as RunView;
  return {
    ...product,
    shop,
    get,
    post,
    start: async (workflow: string, input: unknown) =>
      ((await post(`/v1/workflows/${workflow}/execute`, { input })) as { id: string }).id,
    /** Lets time pass, at most so many hours, until the run is as asked. */
    async until(id: string, hours: number, fits: (run: RunView) => boolean): Promise<RunView> {
      await clock.runUntilIdle({ until: clock.now() + hours * HOUR, done: async () => fits(await show(id)) });
      const run = await show(id);
      if (fits(run)) return run;
      throw new Error(`the run is not as asked: ${JSON.stringify({ run, logged: product.logged.slice(-20) })}`);
    },
    remove: async () => {
      shop.stop();
      await product.remove();
    },
  };
}

export type FixtureWorld = Awaited<ReturnType<typeof fixtureWorld>>;

export const has = (step: string, status: string) => (run: RunView) =>
  run.steps.some((each) => each.step === step && each.status === status);

export const hasEnded = ({ status }: RunView): boolean => status !== 'RUNNING' && status !== 'REQUESTED';
