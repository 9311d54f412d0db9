import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type CfnFunction,
  CfnVersion,
  Code,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../acknowledge.ts';
import { keepByContent, keepRole, propertiesOf } from '../keep-by-content.ts';
import { deadLetterQueue } from './dead-letters.ts';

export interface HandlerProps {
  description: string;
  /** Folder of the bundled code. */
  code: string;
  environment: Record<string, string>;
  /** All that the function may do, beyond its own logs and traces. */
  statements: PolicyStatement[];
  timeout?: Duration;
  /** MB */
  memory?: number;
  /** Events that an asynchronous caller could not deliver wait here; absent for functions that are only called and answered. */
  deadLetters?: boolean;
}

/** A Lambda function with a role of its own that holds exactly the statements given, its own log group, and traces. */
export class Handler extends Construct {
  readonly fn: LambdaFunction;
  protected readonly role: Role;

  constructor(scope: Construct, id: string, props: HandlerProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: props.description,
    });
    this.fn = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.X86_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.code),
      role,
      logGroup,
      environment: props.environment,
      timeout: props.timeout ?? Duration.seconds(30),
      memorySize: props.memory ?? 512,
      tracing: Tracing.ACTIVE,
      ...(props.deadLetters && { deadLetterQueue: deadLetterQueue(this, 'DeadLetters') }),
    });
    for (const statement of [writeLogs(logGroup), ...props.statements]) role.addToPolicy(statement);
    acknowledgeWildcards(role, [...props.statements, TRACES]);
    if (!props.deadLetters) acknowledgeNoDeadLetters(this.fn);
    this.role = role;
  }
}

/**
 * A function that machines call: by the ARN of a published version, which freezes its code and configuration. Version and
 * role stay when there is a newer one, and all of it when the step is gone, so that a run finishes on what it began with.
 */
export class PinnedHandler extends Handler {
  readonly versionArn: string;

  constructor(scope: Construct, id: string, props: HandlerProps) {
    super(scope, id, props);
    keepRole(this.role);
    this.fn.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const version = new CfnVersion(this, 'Version', { functionName: this.fn.functionName });
    keepByContent(version, () => frozenBy(this.fn.node.defaultChild as CfnFunction));
    this.versionArn = version.ref;
  }
}

/** All of a function but what a version does not freeze: Lambda refuses to publish one that differs by that only. */
function frozenBy(fn: CfnFunction): object {
  const { Tags, ReservedConcurrentExecutions, ...frozen } = propertiesOf(fn);
  return frozen;
}

/** What CDK adds for active tracing. */
const TRACES = new PolicyStatement({
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  resources: ['*'],
});

const writeLogs = (logGroup: LogGroup): PolicyStatement =>
  new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });

/** Who calls it waits for its answer, so a failure is the caller's, who retries and catches it. */
function acknowledgeNoDeadLetters(fn: LambdaFunction): void {
  Validations.of(fn).acknowledge({
    id: 'Serverless-LambdaDLQ',
    reason:
      'Is called and answered, or reads a stream with its own on-failure queue; nothing is queued for it asynchronously.',
  });
}
