/**
 * A region in a process of its own, to be killed: `node states-kill-region.ts <folder> [fill]`. With `fill` it starts
 * executions that wait, retry, fan out, call children and tasks. Every line that it prints is the state of all of them.
 */
import { createRegion } from '../../lib/region/region.ts';
import { sqs } from '../../lib/region/services/sqs/index.ts';
import { states } from '../../lib/region/services/states/index.ts';

const [dataDir, fill] = process.argv.slice(2) as [string, string?];
const ROLE = 'arn:aws:iam::123456789012:role/machine';
const EXECUTIONS = 12;

const running = await createRegion({
  dataDir,
  services: [sqs, states],
  log: (level, message) => level === 'error' && console.error(message),
});
const call = (service: string, operation: string, input: object) =>
  running.call({ kind: 'root' }, service, operation, input);

const send = (url: string, text: string) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage',
  Arguments: { QueueUrl: url, MessageBody: text },
});
const pause = (seconds: number, more: object) => ({ Type: 'Wait', Seconds: seconds, ...more });

async function machine(name: string, definition: object): Promise<string> {
  const input = { name, roleArn: ROLE, definition: JSON.stringify({ QueryLanguage: 'JSONata', ...definition }) };
  return (await call('states', 'CreateStateMachine', input)).stateMachineArn;
}

async function work(): Promise<void> {
  const document = (Statement: object) => ({ Version: '2012-10-17', Statement: [Statement] });
  const trust = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'states.amazonaws.com' } });
  const inline = { all: document({ Effect: 'Allow', Action: '*', Resource: '*' }) };
  running.region.identities.putRole({ arn: ROLE, name: 'machine', id: 'A', trust, inline, managed: [] });
  const { QueueUrl } = await call('sqs', 'CreateQueue', { QueueName: 'seen' });
  const child = await machine('child', {
    StartAt: 'Rest',
    States: { Rest: pause(1, { Output: 'rested', End: true }) },
  });
  const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: { ...state, End: true } } });
  const nested = {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: { StateMachineArn: child },
  };
  const parent = await machine('parent', {
    StartAt: 'Send',
    States: {
      Send: { ...send(QueueUrl, '{% $states.context.Execution.Name %}'), Next: 'Fan' },
      Fan: { Type: 'Parallel', Branches: [branch('Call', nested), branch('Pause', pause(1, {}))], Next: 'Again' },
      Again: { ...send(QueueUrl, 'again'), Output: 'done', End: true },
    },
  });
  for (let n = 0; n < EXECUTIONS; n++)
    await call('states', 'StartExecution', { stateMachineArn: parent, name: `run-${n}` });
}

async function report(): Promise<void> {
  const of = async (name: string): Promise<string[]> => {
    const stateMachineArn = `arn:aws:states:eu-central-1:123456789012:stateMachine:${name}`;
    const { executions } = await call('states', 'ListExecutions', { stateMachineArn });
    return executions.map(({ status }: { status: string }) => status);
  };
  console.log(JSON.stringify({ parents: await of('parent'), children: await of('child') }));
}

if (fill) await work();
setInterval(() => void report(), 20);
