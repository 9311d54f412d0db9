/**
 * What the region gives to each of its services, and what each service gives back.
 *
 * A service is written against the shapes of the AWS SDK (operation name, input, output) and never sees HTTP: the wire
 * adapters in `wire/` translate, and inside the region one service calls another through `Region.call` with the same
 * shapes, as a role and under the same authorisation as a request from outside.
 */
import type { DatabaseSync } from 'node:sqlite';

/** Time of the region, in milliseconds since the epoch. Real or virtual; services know no other. */
export interface Clock {
  now(): number;
  /** Runs `fire` once at `at`, or as soon as possible when that has passed. Returns a function that cancels. */
  at(at: number, fire: () => void): () => void;
  /**
   * Runs work that no timer stands for (a worker computing). Virtual time stands still until it settles. Calls and HTTP
   * requests are wrapped already; a service needs this only for what it starts in the background.
   */
  busy<T>(work: () => T | Promise<T>): Promise<T>;
  /** For a call that only waits, for time or for others (a long poll): virtual time may move on meanwhile. */
  waiting<T>(promise: Promise<T>): Promise<T>;
}

/** The one SQLite file of the region. Tables are named `<service>_<what>`; a service creates its own, `IF NOT EXISTS`. */
export interface Store {
  readonly db: DatabaseSync;
  /**
   * Runs `work` in one transaction; nested calls join the outer one. Nothing is visible if it throws. It outlives a kill
   * at once and a power cut once `durable` has settled: replies to clients, calls of the region's starter and invocations
   * of handlers wait for that by themselves, and so must whatever else is seen outside of this file.
   */
  transaction<T>(work: () => T): T;
  /** Settles when everything written by now is on the disk; one sync serves all who wait. Rejects if the disk fails. */
  durable(): Promise<void>;
  /**
   * A transaction that nobody waits for: the last ones may be gone after a power cut. For what is repeated or may be
   * lost then, such as log lines. Inside a transaction it joins that one.
   */
  unsynced<T>(work: () => T): T;
}

/** Who makes a call. */
export type Principal =
  | { kind: 'role'; arn: string; name: string; session?: string }
  | { kind: 'service'; service: string; sourceArn?: string }
  | { kind: 'root' };

/** Context keys of a request, as in IAM conditions: `dynamodb:LeadingKeys` -> values. */
export type ConditionContext = Record<string, string | readonly string[]>;

/** One call of one operation. */
export interface Call {
  readonly principal: Principal;
  /** Throws `AwsError('AccessDeniedException', …)` in AWS's words unless identity or resource policies allow. */
  authorize(action: string, resource: string | readonly string[], context?: ConditionContext): void;
}

/** One operation in SDK shapes. Input and output are what the SDK v3 client sends and returns (Uint8Array for blobs). */
// biome-ignore lint/suspicious/noExplicitAny: every operation has its own shape, checked by its own service
export type Operation = (input: any, call: Call) => any;

/** A provisioned CloudFormation resource: what `Ref` and `Fn::GetAtt` give. */
export interface Provisioned {
  ref: string;
  attributes: Record<string, unknown>;
}

/** Where a resource stands in its assembly. */
export interface ResourcePlace {
  stack: string;
  logicalId: string;
  /** Absolute path of a file or folder asset of the assembly, by its S3 object key or its hash. */
  asset(key: string): string;
}

/**
 * One CloudFormation resource type. Properties arrive with intrinsics resolved. An unknown property is an error that
 * names it. Each verb is safe to repeat: a kill may fall between the verb and the region's note of it.
 */
export interface ResourceType {
  create(properties: Record<string, unknown>, place: ResourcePlace): Provisioned | Promise<Provisioned>;
  update(
    properties: Record<string, unknown>,
    current: Provisioned,
    place: ResourcePlace,
  ): Provisioned | Promise<Provisioned>;
  delete(current: Provisioned, place: ResourcePlace): void | Promise<void>;
}

/** An AWS service of the region. */
export interface Service {
  /** Name in SigV4 credentials and in `Region.call`: `dynamodb`, `s3`, `states`, `events`, `lambda`, `ses`, … */
  readonly name: string;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources?: Readonly<Record<string, ResourceType>>;
  /** How its operations look on the wire. */
  readonly protocol: Protocol;
  /** Called once, after every resource stands: resume timers, pumps and half-done work from the store. */
  start?(): void | Promise<void>;
  stop?(): void | Promise<void>;
  /** Pages for people at `/_region/<name>/…` (the mailbox). */
  pages?(request: WireRequest): WireResponse | Promise<WireResponse>;
}

export interface WireRequest {
  method: string;
  /** Decoded path without the query. */
  path: string;
  rawPath: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string | undefined>;
  body: Uint8Array;
}

export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array | string;
}

/** Turns requests into operations and results or errors into responses. `wire/` has one for each AWS protocol. */
export interface Protocol {
  /** The operation and its input; throws `AwsError('UnknownOperationException', …)` naming what it does not know. */
  decode(request: WireRequest): { operation: string; input: unknown };
  encode(operation: string, output: unknown, request: WireRequest): WireResponse;
  fail(error: AwsError, request: WireRequest): WireResponse;
}

/** A model behind Bedrock Converse, given by whoever starts the region. Shapes are those of the SDK's Converse. */
// biome-ignore lint/suspicious/noExplicitAny: the shape belongs to the Bedrock service, which checks it
export type Converse = (input: any) => any;

/** What a service gets when it is made: `export function dynamodb(region: Region): Service`. */
export interface Region {
  /** `eu-central-1` */
  readonly name: string;
  /** 12 digits. */
  readonly account: string;
  /** `http://127.0.0.1:4600`, without a trailing slash. */
  readonly endpoint: string;
  /** Folder for what does not fit in the store (unpacked code). */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly store: Store;
  /** Models by id, for Bedrock. */
  readonly models?: Readonly<Record<string, Converse>>;
  /** Another service of this region, for what no operation offers, such as being told of changes. Not before `start()`. */
  service(name: string): Service;
  /** A new random id; `bytes` of entropy as lower-case hex. */
  id(bytes?: number): string;
  /** Calls an operation of a service as that principal, with authorisation, in SDK shapes. Rejects with `AwsError`. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape belongs to the operation called
  call(principal: Principal, service: string, operation: string, input: unknown): Promise<any>;
  /**
   * The principal of a role, given its ARN. Unknown roles are an `AwsError`. With `assumedBy` (`states.amazonaws.com`)
   * the role's trust policy must allow that service, acting for `sourceArn` where it asks for one (a schedule group).
   * `session` is how errors name the caller, by default the service.
   */
  role(arn: string, assumedBy?: string, session?: string, sourceArn?: string): Principal;
  /** Access key of a role's workload (a Lambda function, named by `session`); stable for the life of the state file. */
  credentials(roleArn: string, session?: string): { accessKeyId: string; secretAccessKey: string };
  /** Puts, or with undefined removes, the resource policy of an ARN (queue, bucket, function permission, key). */
  resourcePolicy(arn: string, id: string, document: object | undefined): void;
  /**
   * Puts an event on the default bus, as AWS services do: S3 object created, Step Functions status change. It joins the
   * transaction that is open, so that it goes out exactly if that commits.
   */
  emit(event: { source: string; 'detail-type': string; detail: object; resources: string[] }): void;
  log(level: 'info' | 'warn' | 'error', message: string, detail?: Record<string, unknown>): void;
}

/** An error as AWS sends it. `code` is the error name that SDK clients see. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** More members of the error's body, such as `CancellationReasons` or `Item`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}
