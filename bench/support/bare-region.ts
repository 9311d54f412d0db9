/** A region with Step Functions and tasks that live in this process, so that what is measured is the engine. */
import { createRegion, type RunningRegion } from '../../lib/region/region.ts';
import type { Region, Service } from '../../lib/region/service.ts';
import { events } from '../../lib/region/services/events/index.ts';
import { states } from '../../lib/region/services/states/index.ts';
import { jsonProtocol } from '../../lib/region/wire/json.ts';

const ROLE = 'arn:aws:iam::123456789012:role/machine';

export interface BareRegion {
  running: RunningRegion;
  machine(name: string, states: Record<string, object>): Promise<string>;
  start(machine: string, name: string, input?: object): Promise<string>;
  /** Runs an execution until it calls `done`. */
  run(machine: string, name: string, input?: object): Promise<void>;
  /** Settles when an execution of this name calls `done`. */
  done(name: string): Promise<void>;
  /** Executions by name that are held, with the token that lets them go on, if they gave one. */
  held: Map<string, string | undefined>;
  /** When each `answer` was asked for, in milliseconds. */
  answered: number[];
  /** Settles when so many are held. */
  holding(count: number): Promise<void>;
}

const task = (action: string, more: object) => ({
  Type: 'Task',
  Resource: `arn:aws:states:::aws-sdk:nothing:${action}`,
  Output: '{% $states.input %}',
  ...more,
});

/** A task that answers at once. */
export const answer = (more: object) => task('answer', { Arguments: {}, ...more });
/** A task that tells the benchmark how far the execution is. */
export const done = () => task('done', { Arguments: { name: '{% $states.context.Execution.Name %}' }, End: true });
/** A task that never answers. */
export const hold = (more: object) =>
  task('hold', { Arguments: { name: '{% $states.context.Execution.Name %}' }, ...more });
/** A task that waits for its token to come back. */
export const ask = (more: object) =>
  task('ask.waitForTaskToken', {
    Arguments: { name: '{% $states.context.Execution.Name %}', token: '{% $states.context.Task.Token %}' },
    ...more,
  });

/** So many steps in sequence, and `done`. */
export function sequence(steps: number): Record<string, object> {
  const name = (index: number) => (index === steps ? 'Done' : `Step${index}`);
  const all = Array.from({ length: steps }, (_, index) => [name(index), answer({ Next: name(index + 1) })]);
  return { ...Object.fromEntries(all), Done: done() };
}

export async function bareRegion(dataDir: string): Promise<BareRegion> {
  const held: BareRegion['held'] = new Map();
  const answered: number[] = [];
  const [waiting, holders] = [new Map<string, () => void>(), new Set<() => void>()];
  const holdOne = (name: string, token?: string) => {
    held.set(name, token);
    for (const check of holders) check();
  };
  const nothing = (_: Region): Service => ({
    name: 'nothing',
    protocol: jsonProtocol('Nothing'),
    operations: {
      Answer() {
        answered.push(performance.now());
        return {};
      },
      Done({ name }) {
        waiting.get(name)?.();
        waiting.delete(name);
        return {};
      },
      Hold({ name }) {
        holdOne(name);
        return new Promise(() => {});
      },
      Ask({ name, token }) {
        holdOne(name, token);
        return {};
      },
    },
  });
  const log = (level: string, message: string) => void (level === 'info' || process.stderr.write(`${message}\n`));
  const running = await createRegion({ dataDir, services: [nothing, events, states], log });
  allowAll(running);
  const call = (operation: string, input: object) => running.call({ kind: 'root' }, 'states', operation, input);
  const self: BareRegion = {
    running,
    held,
    answered,
    async machine(name, all) {
      const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(all)[0], States: all });
      return (await call('CreateStateMachine', { name, roleArn: ROLE, definition })).stateMachineArn;
    },
    async start(stateMachineArn, name, input = {}) {
      return (await call('StartExecution', { stateMachineArn, name, input: JSON.stringify(input) })).executionArn;
    },
    done: (name) => new Promise((resolve) => waiting.set(name, resolve)),
    async run(machine, name, input) {
      const ended = self.done(name);
      await self.start(machine, name, input);
      await ended;
    },
    holding: (count) =>
      new Promise((resolve) => {
        const check = () => {
          if (held.size < count) return;
          holders.delete(check);
          resolve();
        };
        holders.add(check);
        check();
      }),
  };
  return self;
}

/** The machine's role may do everything: permissions are not what is measured, but they are asked for. */
function allowAll({ region }: RunningRegion): void {
  if (region.identities.role(ROLE)) return;
  const document = (Statement: object) => ({ Version: '2012-10-17', Statement: [Statement] });
  const trust = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'states.amazonaws.com' } });
  const inline = { all: document({ Effect: 'Allow', Action: '*', Resource: '*' }) };
  region.identities.putRole({ arn: ROLE, name: 'machine', id: 'AROA0', trust, inline, managed: [] });
}
