import type { StepKind, StepTypes } from '../../workflow/schema.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { Context } from '../context.ts';
import type { State } from '../types.ts';
import { agentState } from './agent.ts';
import { approvalState } from './approval.ts';
import { choiceState } from './choice.ts';
import { decisionState } from './decision.ts';
import { emitState } from './emit.ts';
import { parallelState } from './parallel.ts';
import { signalState } from './signal.ts';
import { teamState } from './team.ts';
import { toolState } from './tool.ts';
import { waitState } from './wait.ts';
import { workflowState } from './workflow.ts';

type Writers = {
  [Kind in Exclude<StepKind, 'map' | 'loop' | 'scope'>]: (
    place: Place,
    step: StepTypes[Kind],
    context: Context,
  ) => State;
};

const WRITERS: Writers = {
  tool: toolState,
  agent: agentState,
  team: teamState,
  decision: decisionState,
  approval: approvalState,
  choice: choiceState,
  parallel: parallelState,
  wait: waitState,
  signal: signalState,
  emit: emitState,
  workflow: workflowState,
};

/** The state of a step: exactly one, whatever its kind. */
export function stateOf(place: Place, context: Context): State {
  const write = (WRITERS as Record<string, unknown>)[place.step.kind] as (
    place: Place,
    step: Place['step'],
    context: Context,
  ) => State;
  return write(place, place.step, context);
}
