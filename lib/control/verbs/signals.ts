import * as z from 'zod';
import type { Program, ProgramStep } from '../../compile/program.ts';
import { Terminal } from '../../engine/errors.ts';
import { schemaProblems } from '../../engine/schema.ts';
import { signalRequest } from '../../policy/signal-request.ts';
import { beat } from '../../signals/heartbeat.ts';
import { sendSignal } from '../../signals/send.ts';
import { keyReused } from '../idempotency.ts';
import type { Caller, ControlPorts } from '../ports.ts';
import { ApiProblem, notFound } from '../problem.ts';
import { route } from '../route.ts';

const params = z.object({ name: z.string().regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/, 'such as payment.received') });
const key = z.union([z.string().min(1).max(1024), z.number()]).transform(String);

/** Bytes: the body becomes the output of a step, and travels with its run. */
const LARGEST = 128 * 1024;

export const sendASignal = route({
  method: 'POST',
  path: '/v1/signals/{name}',
  operation: 'sendSignal',
  summary: 'Tells the run that waits for it; one that nobody waits for yet is kept for 30 days',
  scope: 'write',
  params,
  body: z.object({
    key: key.meta({ description: 'What the sender and the run both know, such as an order number.' }),
    id: z
      .string()
      .regex(/^[\x21-\x7e]{1,255}$/, '1 to 255 printable characters without spaces')
      .meta({ description: 'The same id is the same signal, however often it is sent.' }),
    body: z.unknown(),
  }),
  maxBody: LARGEST,
  result: z.object({
    id: z.string(),
    run: z.string().optional().meta({ description: 'The run that has it; absent while it is kept for one to come.' }),
    duplicate: z.boolean().meta({ description: 'It had come before.' }),
  }),
  status: 202,
  run: async ({ params: { name }, body: { key, id, body }, caller }, ports) => {
    const steps = stepsThatKnow(ports, name);
    mustBeAllowed(ports, name, steps, caller);
    mustFit(name, steps, body);
    const address = { tenant: ports.tenant, name, key };
    const receipt = await sendSignal(ports, address, { id, body, from: `client:${caller.id}` }).catch(
      (error: unknown) => {
        if (error instanceof Terminal && error.name === 'SignalIdReused') throw keyReused(`signal ${id}`);
        throw error;
      },
    );
    return { id, ...receipt };
  },
});

export const beatASignal = route({
  method: 'POST',
  path: '/v1/signals/{name}/heartbeat',
  operation: 'beatSignal',
  summary: 'A machine that works on what a run waits for says that it is alive',
  scope: 'write',
  params,
  body: z.object({ key }),
  result: z.object({ runs: z.array(z.string()) }),
  status: 202,
  run: async ({ params: { name }, body: { key }, caller }, ports) => {
    mustBeAllowed(ports, name, stepsThatKnow(ports, name), caller);
    return { runs: await beat(ports, { tenant: ports.tenant, name, key }, `client:${caller.id}`) };
  },
});

type Knows = { workflow: string; step: ProgramStep };

/** Steps of this deployment that wait for a signal of this name. Throws a 404 where there are none. */
function stepsThatKnow({ programs }: ControlPorts, name: string): Knows[] {
  const all = Object.values(programs).flatMap(signalsOf);
  const knowing = all.filter(({ step }) => step.signal!.name === name);
  if (knowing.length > 0) return knowing;
  const names = [...new Set(all.map(({ step }) => step.signal!.name))].sort();
  throw notFound('signal', name, `this deployment waits for ${names.join(', ') || 'none'}`);
}

const signalsOf = ({ name: workflow, steps }: Program): Knows[] =>
  Object.values(steps).flatMap((step) => (step.signal ? [{ workflow, step }] : []));

function mustBeAllowed({ policy }: ControlPorts, name: string, steps: readonly Knows[], client: Caller): void {
  const workflows = [...new Set(steps.map(({ workflow }) => workflow))];
  const { allow, reasons } = policy.decide(signalRequest({ client, signal: { name, workflows } }));
  if (allow) return;
  const why = reasons.join(' ') || 'No policy permits it.';
  throw new ApiProblem(403, 'not-allowed', `${client.id} may not send ${name}. ${why}`);
}

/** What fits no step that could take it is refused at the door. */
function mustFit(name: string, steps: readonly Knows[], body: unknown): void {
  const problems = steps.map(({ step }) => schemaProblems(step.output ?? true, body ?? null));
  if (problems.some((found) => found.length === 0)) return;
  const told = [...new Set(problems.flat())];
  throw new ApiProblem(400, 'invalid-signal', `the body does not fit ${name}: ${told.join('; ')}`, { problems: told });
}
