import type { StepKind, StepTypes } from '../../workflow/schema.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { Context } from '../context.ts';
import type { State } from '../types.ts';
import { agentState } from './agent.ts';
import { approvalState } from './approval.ts';
import { choiceState } from './choice.ts';
import { emitState } from './emit.ts';
import { parallelState } from './parallel.ts';
import { toolState } from './tool.ts';
import { waitState } from './wait.ts';

type Writers = { [Kind in StepKind]: (place: Place, step: StepTypes[Kind], context: Context) => State };

const WRITERS: Writers = {
  tool: toolState,
  agent: agentState,
  approval: approvalState,
  choice: choiceState,
  parallel: parallelState,
  wait: waitState,
  emit: emitState,
};

/** The state of a step: exactly one, whatever its kind. */
export function stateOf(place: Place, context: Context): State {
  const write = WRITERS[place.step.kind] as (place: Place, step: Place['step'], context: Context) => State;
  return write(place, place.step, context);
}
