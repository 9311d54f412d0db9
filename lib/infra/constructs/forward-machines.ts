import { ArnFormat, Stack } from 'aws-cdk-lib';
import { type CfnPolicy, Policy, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { suffixed } from '../../compile/names.ts';
import { acknowledgeWildcards } from '../acknowledge.ts';
import { allow } from '../grants.ts';
import { keepByContent } from '../keep-by-content.ts';
import type { CompiledWorkflow } from '../site.ts';
import type { PinnedHandler } from './handler.ts';
import { Machine } from './machine.ts';
import { idOf } from './step-handlers.ts';

/** What the machines of a workflow call. */
export interface Called {
  /** By key of the function, compensations left out. */
  steps: Readonly<Record<string, PinnedHandler>>;
  exception: PinnedHandler;
  /** Absent where no parallel step needs it. */
  join?: PinnedHandler;
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
  { asl, parts = {} }: CompiledWorkflow,
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
    return oneMachine(scope, id, { definition, text, own, called });
  };
  return { main: make('Machine', asl), parts: Object.keys(parts).map(partOf) };
}

interface One {
  definition: object;
  text: string;
  /** The parts that it calls. */
  own: Readonly<Record<string, Machine>>;
  called: Called;
}

function oneMachine(scope: Construct, id: string, { definition, text, own, called }: One): Machine {
  const functions = Object.entries(functionsOf(called)).filter(([name]) => text.includes(`\${${name}}`));
  const isUndone = text.includes('${undo_machine}');
  const started = [...(isUndone ? [called.undo] : []), ...Object.values(own)];
  const parts = Object.entries(own).map(([part, { versionArn }]) => [suffixed('part', part), versionArn] as const);
  const machine = new Machine(scope, id, {
    asl: definition,
    substitutions: Object.fromEntries([
      ...functions,
      ...parts,
      ...(isUndone ? [['undo_machine', called.undo.versionArn]] : []),
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
  const named = Object.entries(steps).map(([key, { versionArn }]) => [`fn_${key.replaceAll('-', '_')}`, versionArn]);
  const ours = [['fn_exception', exception.versionArn], ...(join ? [['fn_join', join.versionArn]] : [])];
  return Object.fromEntries([...named, ...ours]);
};

/** Starting versions of other machines, for which AWS asks about the machine, and waiting for their end. */
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
  keepByContent(policy.node.defaultChild as CfnPolicy, () => [
    statements.map((each) => each.toStatementJson()),
    machine.role.roleName,
  ]);
  acknowledgeWildcards(policy, statements);
}
