import type { StepKind, StepTypes } from '../../workflow/schema.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { Context } from '../context.ts';
import type { States } from '../types.ts';
import { agentState } from './agent.ts';
import { approvalState } from './approval.ts';
import { choiceState } from './choice.ts';
import { decisionState } from './decision.ts';
import { emitState } from './emit.ts';
import { loopStates } from './loop.ts';
import { mapStates } from './map.ts';
import { parallelStates } from './parallel.ts';
import { scopeStepStates } from './scope.ts';
import { signalState } from './signal.ts';
import { teamState } from './team.ts';
import { toolState } from './tool.ts';
import { waitState } from './wait.ts';
import { workflowState } from './workflow.ts';

type Writers = {
  [Kind in StepKind]: (place: Place, step: StepTypes[Kind], context: Context) => States;
};

const WRITERS: Writers = {
  tool: toolState,
  agent: agentState,
  team: teamState,
  decision: decisionState,
  approval: approvalState,
  choice: choiceState,
  parallel: parallelStates,
  map: mapStates,
  loop: loopStates,
  scope: scopeStepStates,
  wait: waitState,
  signal: signalState,
  emit: emitState,
  workflow: workflowState,
};

/** The states of a step: one, unless it holds steps. */
export function statesOf(place: Place, context: Context): States {
  const write = WRITERS[place.step.kind] as (place: Place, step: Place['step'], context: Context) => States;
  return write(place, place.step, context);
}
