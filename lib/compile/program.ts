import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Calendar } from '../calendar/schema.ts';
import type { DecisionTable } from '../decisions/schema.ts';
import { seconds } from '../workflow/durations.ts';
import type { Effect } from '../workflow/effects.ts';
import { type Graph, graphOf } from '../workflow/graph.ts';
import type { Model } from '../workflow/model.ts';
import type { StepKind, Tool, Workflow } from '../workflow/schema.ts';
import { enclosing, type Place, placesBelow } from '../workflow/scopes.ts';
import type { JsonSchema } from '../workflow/steps/common.ts';
import { travelOf } from '../workflow/travel/limits.ts';
import { defined, functionsOf } from './functions.ts';
import type { Asl } from './types.ts';

/**
 * A compiled workflow, as the functions carry it (`@countersign/program`): plain JSON that holds everything a run needs,
 * so that a version is closed in itself. Durations are in seconds.
 */
export interface Program {
  format: 1;
  name: string;
  version: string;
  description?: string;
  /** SHA-256 of this program without its digest, and of its machines, in canonical JSON (RFC 8785); hex. */
  digest: string;
  deadline: number;
  trigger?: Workflow['trigger'];
  /** Schema of the run's input. */
  input?: JsonSchema;
  /** By key of the function: `<step>`, or `<step>.undo` for its compensation. Only steps that have a function. */
  steps: Record<string, ProgramStep>;
  /** Ids of the steps in each scope, however deep, without those of its handlers. */
  scopes: Record<string, string[]>;
  /** What a page draws. */
  graph: Graph;
}

/** What happens next after an error: nothing, a retry, a retry where that is safe, or a person. */
export type ErrorMeaning = Tool['errors'][string];

/** Everything about one function. */
export interface ProgramStep {
  /** Maps and loops around the step, by id, outermost first: the passes that its `at` counts. Absent at top level. */
  within?: string[];
  kind: Exclude<StepKind, 'choice' | 'parallel' | 'map' | 'loop' | 'scope'> | 'undo';
  description?: string;
  /** Name of the tool: of steps that call one, and of compensations. */
  tool?: string;
  /** Path of the tool's handler, relative to the workflow's folder. */
  handler?: string;
  input?: JsonSchema;
  output?: JsonSchema;
  /** What an error of the tool's handler means, by its name; one that is not here is terminal. */
  errors?: Record<string, ErrorMeaning>;
  /** Bytes of JSON that its output may have to travel in place, where that is less than usual. */
  inline?: number;
  timeout: number;
  /** MB. */
  memory: number;
  grants: Record<string, string>[];
  assets: string[];
  idempotency?: { key: string } | { verify: true };
  effect: Effect;
  /** AWS regions in which it may run; absent for any. */
  regions?: string[];
  /** Absent: the action that the policy has for its kind. */
  policy?: { action: string };
  /** Of a step that has a compensation: its key in `steps`. */
  undo?: string;
  /** Of a compensation: the step that it undoes, and its input, still with expressions over `$output $input $steps $run $error`. */
  compensates?: { step: string; input: unknown };
  /** Role of those who answer for what an agent, a team or a model says. */
  owner?: string;
  agent?: { instructions: string; model: string };
  budget?: { tokens: number };
  approval?: {
    approvers: { role: string };
    sla: number;
    escalate: { after: number; to: { role: string } }[];
    timeout: number;
    /** `initiator`, and steps whose doer may not decide. */
    separateFrom?: string[];
    /** `sla`, `after` and `timeout` count its open seconds only. */
    calendar?: Calendar;
    form?: JsonSchema;
  };
  team?: {
    pattern: 'panel' | 'relay';
    members: { name: string; instructions: string; model: string }[];
    lead?: { instructions: string; model: string };
  };
  decision?:
    | { table: DecisionTable; ask?: undefined }
    | {
        table?: undefined;
        ask: { instructions: string; model: string; outcomes: string[]; confidence: number; below: string };
      };
  signal?: { name: string; timeout: number };
  /** Of a wait in business time: for so many open seconds, or until the next open moment at or after its input `until`. */
  wait?: { calendar: Calendar; for?: number };
  /** Of a `workflow` step: the run that it asks for. */
  child?: { workflow: string; version: string; wait: boolean; timeout?: number };
  emit?: { event: string };
}

/** The program of a workflow that has no errors. */
export function programOf(model: Model, asl: Asl, parts: Record<string, Asl>): Program {
  const { workflow } = model;
  const { name, version, description, trigger, input } = workflow;
  const program = {
    format: 1 as const,
    name,
    version,
    ...defined({ description, trigger, input }),
    deadline: seconds(workflow.deadline),
    steps: Object.fromEntries(model.places.flatMap((place) => functionsIn(place, model))),
    scopes: Object.fromEntries(model.places.flatMap(stepsOfScope)),
    graph: graphOf(model),
  };
  return { ...program, digest: digest({ program, asl, ...(Object.keys(parts).length > 0 && { parts }) }) };
}

function functionsIn({ step, scope }: Place, model: Model): [string, ProgramStep][] {
  const parents = enclosing(scope).flatMap(({ parent }) => (parent ? [parent.step] : []));
  const passes = parents.filter(({ kind }) => kind === 'map' || kind === 'loop').map(({ id }) => id);
  const within = passes.length > 0 ? { within: passes.reverse() } : {};
  const inline = travelOf(model).inline.get(step.id);
  const limited = (key: string) => (inline !== undefined && key === step.id ? { inline } : {});
  return functionsOf(step, model).map(([key, entry]) => [key, { ...entry, ...within, ...limited(key) }]);
}

function stepsOfScope({ step, inner }: Place): [string, string[]][] {
  return step.kind === 'scope' ? [[step.id, placesBelow(inner[0]!).map((place) => place.step.id)]] : [];
}

/** SHA-256 over canonical JSON, hex. */
function digest(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) as string)
    .digest('hex');
}
