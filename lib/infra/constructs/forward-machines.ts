import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Policy, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { suffixed } from '../../compile/names.ts';
import { acknowledgeWildcards } from '../acknowledge.ts';
import { allow } from '../grants.ts';
import type { CompiledWorkflow } from '../site.ts';
import type { Handler } from './handler.ts';
import { Machine } from './machine.ts';
import { idOf } from './step-handlers.ts';

/** What the machines of a workflow call. */
export interface Called {
  /** By key of the function, compensations left out. */
  steps: Readonly<Record<string, Handler>>;
  exception: Handler;
  /** Absent where no parallel step needs it. */
  join?: Handler;
  undo: Machine;
}

/** The machine of a workflow, and those that the compiler has split off from it. */
export interface ForwardMachines {
  main: Machine;
  parts: Machine[];
}

/** Makes the machines, each with the parts that it calls before it, and with a role for what its own definition names. */
export function forwardMachines(
  scope: Construct,
  { asl, parts = {}, program }: CompiledWorkflow,
  called: Called,
): ForwardMachines {
  const made = new Map<string, Machine>();
  const partOf = (id: string): Machine => {
    const known = made.get(id) ?? make(`Part${idOf(id)}`, parts[id]!);
    made.set(id, known);
    return known;
  };
  const make = (id: string, definition: object): Machine => {
    const text = JSON.stringify(definition);
    const names = Object.keys(parts).filter((part) => text.includes(`\${${suffixed('part', part)}}`));
    const own = Object.fromEntries(names.map((part) => [part, partOf(part)]));
    return oneMachine(scope, id, { definition, text, digest: program.digest, own, called });
  };
  return { main: make('Machine', asl), parts: Object.keys(parts).map(partOf) };
}

interface One {
  definition: object;
  text: string;
  digest: string;
  /** The parts that it calls. */
  own: Readonly<Record<string, Machine>>;
  called: Called;
}

function oneMachine(scope: Construct, id: string, { definition, text, digest, own, called }: One): Machine {
  const functions = Object.entries(functionsOf(called)).filter(([name]) => text.includes(`\${${name}}`));
  const isUndone = text.includes('${undo_machine}');
  const started = [...(isUndone ? [called.undo] : []), ...Object.values(own)];
  const parts = Object.entries(own).map(([part, { arn }]) => [suffixed('part', part), arn] as const);
  const machine = new Machine(scope, id, {
    asl: definition,
    digest,
    substitutions: Object.fromEntries([
      ...functions,
      ...parts,
      ...(isUndone ? [['undo_machine', called.undo.arn]] : []),
    ]),
    statements: [
      allow(
        ['lambda:InvokeFunction'],
        functions.map(([, arn]) => arn),
      ),
      ...(started.length > 0 ? waiting(scope, started) : []),
    ],
  });
  if (text.includes('"DISTRIBUTED"')) mapRuns(machine);
  return machine;
}

/** `find-duplicates` → `fn_find_duplicates`, as the compiler names it. */
const functionsOf = ({ steps, exception, join }: Called): Record<string, string> => {
  const named = Object.entries(steps).map(([key, { fn }]) => [`fn_${key.replaceAll('-', '_')}`, fn.functionArn]);
  const ours = [['fn_exception', exception.fn.functionArn], ...(join ? [['fn_join', join.fn.functionArn]] : [])];
  return Object.fromEntries([...named, ...ours]);
};

/** Starting other machines and waiting for their end. */
const waiting = (scope: Construct, machines: readonly Machine[]): PolicyStatement[] => [
  allow(
    ['states:StartExecution'],
    machines.map(({ arn }) => arn),
  ),
  allow(
    ['states:DescribeExecution', 'states:StopExecution'],
    machines.map(({ executionsArn }) => executionsArn),
  ),
  // How Step Functions learns that a child execution has ended: a rule that it manages itself.
  allow(
    ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
    [
      Stack.of(scope).formatArn({
        service: 'events',
        resource: 'rule',
        resourceName: 'StepFunctionsGetEventsForStepFunctionsExecutionRule',
      }),
    ],
  ),
];

/**
 * A distributed map starts, stops and redrives executions of its own machine. A policy beside the role, since the role
 * is there before the machine.
 * https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
function mapRuns(machine: Machine): void {
  const ofRuns = Stack.of(machine).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machine.name}/*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const statements = [
    allow(['states:StartExecution'], [machine.arn]),
    allow(['states:DescribeExecution', 'states:StopExecution'], [machine.executionsArn]),
    allow(['states:RedriveExecution'], [ofRuns]),
  ];
  const policy = new Policy(machine, 'MapRuns', { roles: [machine.role], statements });
  acknowledgeWildcards(policy, statements);
}
