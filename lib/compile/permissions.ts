import type { Model } from '../workflow/model.ts';
import { type Path, pointer } from '../workflow/problem.ts';
import type { Place } from '../workflow/scopes.ts';
import type { Program, ProgramStep } from './program.ts';

/** One thing that a function may do, and the place in the file that it comes from. */
export interface Permission {
  /** IAM actions, sorted. */
  actions: string[];
  /** What they are allowed on, in words of the deployment; never everything. */
  on: string;
  /** Place in the workflow file, as a path; the step itself for what every governed step needs. */
  because: Path;
}

const READ_TABLE = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const WRITE_TABLE = ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
const LIST = 's3:ListBucket';
const READ = ['s3:GetObject', 's3:GetObjectVersion'];
const KEEP = ['s3:GetObject', 's3:GetObjectRetention', 's3:PutObject', 's3:PutObjectRetention'];

type Allowed = readonly [actions: readonly string[], on: string];

/** Its place in the ledger, the bucket of claim checks, its own log and traces. */
const GOVERNED: readonly Allowed[] = [
  [READ_TABLE, 'the ledger, items of the tenant'],
  [WRITE_TABLE, 'the ledger, items of the tenant'],
  [['kms:Decrypt', 'kms:GenerateDataKey'], 'the data key'],
  [READ, 'bucket payloads'],
  [['s3:PutObject'], 'bucket payloads'],
  [['logs:CreateLogStream', 'logs:PutLogEvents'], 'its own log'],
  [['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], 'traces'],
];

const BUCKETS: Readonly<Record<string, readonly string[]>> = {
  read: [...READ, LIST],
  write: ['s3:PutObject'],
  delete: ['s3:DeleteObject'],
  append: [...KEEP, LIST],
};

const MAIL: Allowed = [['ses:SendEmail'], "mail from the deployment's address"];
const TOKEN: Allowed = [['kms:Encrypt'], 'the key of task tokens'];
const MODEL: Allowed = [['bedrock:InvokeModel'], "the deployment's model"];
const TIMERS: readonly Allowed[] = [
  [['scheduler:CreateSchedule'], "the deployment's schedules"],
  [['iam:PassRole'], 'the role of its timers'],
];

/** What each function of a workflow may do, by its key: `reserve`, `reserve.undo`. */
export function permissionsOf({ steps }: Program, model: Model): Record<string, Permission[]> {
  return Object.fromEntries(Object.entries(steps).map(([key, step]) => [key, permissions(key, step, model)]));
}

function permissions(key: string, step: ProgramStep, { byId }: Model): Permission[] {
  const place = byId.get(key.replace(/\.undo$/, ''))!;
  const own = [...GOVERNED, ...ofKind(step)].map((allowed) => permission(allowed, because(place, step)));
  const grants = step.grants.flatMap((grant, index) =>
    Object.entries(grant).map(([access, resource]) =>
      permission(ofGrant(access, resource), ['tools', step.tool!, 'grants', index, access]),
    ),
  );
  return [...own, ...grants];
}

/** A compensation has its own function because the step names one. */
const because = ({ path, step: { kind } }: Place, step: ProgramStep): Path =>
  step.kind === 'undo' ? [...path, 'compensate'] : [...path, kind === 'tool' ? 'tool' : 'kind'];

function ofKind({ kind, decision, child }: ProgramStep): readonly Allowed[] {
  if (kind === 'agent' || kind === 'team' || decision?.ask) return [MODEL];
  if (kind === 'emit') return [[['events:PutEvents'], "the deployment's bus"]];
  if (kind === 'approval') return [MAIL, TOKEN, ...TIMERS];
  return kind === 'signal' || child?.wait ? [TOKEN] : [];
}

function ofGrant(access: string, resource: string): Allowed {
  if (access === 'call') return [['secretsmanager:GetSecretValue'], `the secret of system ${resource}`];
  if (resource === 'mail') return MAIL;
  if (resource === 'models') return MODEL;
  if (resource === 'payables')
    return [access === 'write' ? [...READ_TABLE, ...WRITE_TABLE] : READ_TABLE, 'table payables'];
  return [BUCKETS[access]!, `bucket ${resource}`];
}

const permission = ([actions, on]: Allowed, place: Path): Permission => ({
  actions: [...actions].sort(),
  on,
  because: place,
});

/** What one version may do and another may not. */
export interface PermissionChange {
  change: 'added' | 'removed';
  /** Key of the function. */
  function: string;
  action: string;
  on: string;
  /** JSON Pointer into the file that has it. */
  because: string;
}

type Permissions = Readonly<Record<string, readonly Permission[]>>;

/** The difference of two versions, action by action, by function. */
export function permissionChanges(before: Permissions, after: Permissions): PermissionChange[] {
  const [old, now] = [byWhat(before), byWhat(after)];
  const missing = (from: typeof old, than: typeof old, change: PermissionChange['change']) =>
    [...from].flatMap(([what, entry]) => (than.has(what) ? [] : [{ change, ...entry }]));
  return [...missing(old, now, 'removed'), ...missing(now, old, 'added')];
}

function byWhat(permissions: Permissions): Map<string, Omit<PermissionChange, 'change'>> {
  const all = Object.entries(permissions).flatMap(([name, list]) =>
    list.flatMap(({ actions, on, because }) =>
      actions.map((action) => ({ function: name, action, on, because: pointer(because) })),
    ),
  );
  return new Map(all.map((entry) => [`${entry.function} ${entry.action} ${entry.on}`, entry]));
}
