import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine, CfnStateMachineVersion } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../acknowledge.ts';
import { allow } from '../grants.ts';
import { keepByContent, keepRole } from '../keep-by-content.ts';

export interface MachineProps {
  asl: object;
  /** What `${name}` in the definition stands for. */
  substitutions: Record<string, string>;
  statements: PolicyStatement[];
}

/**
 * A state machine from raw States Language with a published version. The version stays with its role when a newer one is
 * deployed, so that a run finishes on the definition it started with, and on the versions of functions and machines that
 * this one calls.
 */
export class Machine extends Construct {
  readonly arn: string;
  readonly name: string;
  readonly role: Role;
  readonly versionArn: string;
  /** All executions of the machine. */
  readonly executionsArn: string;

  constructor(scope: Construct, id: string, props: MachineProps) {
    super(scope, id);
    const logs = new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.RETAIN });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    const statements = [...props.statements, deliverLogs(), trace()];
    for (const statement of statements) role.addToPolicy(statement);
    const machine = new CfnStateMachine(this, 'Machine', {
      roleArn: role.roleArn,
      stateMachineType: 'STANDARD',
      definitionString: JSON.stringify(props.asl),
      definitionSubstitutions: props.substitutions,
      tracingConfiguration: { enabled: true },
      // Payloads stay out of the logs; the ledger has them, encrypted and under the tenant's policy.
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logs.logGroupArn } }],
      },
    });
    machine.node.addDependency(role);
    machine.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const version = new CfnStateMachineVersion(this, 'Version', { stateMachineArn: machine.attrArn });
    keepRole(role);
    keepByContent(version, () => [props.asl, props.substitutions, role.roleArn]);
    this.role = role;
    this.name = machine.attrName;
    this.arn = machine.attrArn;
    this.versionArn = version.attrArn;
    this.executionsArn = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${machine.attrName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    acknowledgeWildcards(role, statements);
  }
}

/** Vended log delivery and X-Ray know no resources; AWS documents them with `*` only. */
const deliverLogs = () =>
  allow(
    [
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
      'logs:DescribeLogGroups',
    ],
    ['*'],
  );

const trace = () =>
  allow(
    ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
    ['*'],
  );
