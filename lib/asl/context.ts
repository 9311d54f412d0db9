import { rootOf } from './history.ts';
import type { Frame, Item } from './snapshot.ts';
import type { Json, JsonObject } from './types.ts';
import type { Work } from './work.ts';
import { parentOf, stateOf } from './work.ts';

/**
 * The context object of a state: `$$` in JSONPath, `$states.context` in JSONata.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
export function contextOf(work: Work, frame: Frame, token?: string): JsonObject {
  const item = itemOf(work, frame);
  const context: JsonObject = {
    Execution: executionOf(work, frame),
    StateMachine: { Id: work.draft.execution.stateMachine.id, Name: work.draft.execution.stateMachine.name },
    State: positionOf(work, frame),
  };
  if (item) context.Map = { Item: itemContext(item) };
  if (token !== undefined) context.Task = { Token: token };
  return { ...context, ...work.inspection?.context };
}

function executionOf(work: Work, frame: Frame): JsonObject {
  const { execution, startedAt, redrives, input } = work.draft;
  const own = rootOf(work, frame).execution ?? { ...execution, input, startedAt };
  return {
    Id: own.id,
    Input: own.input,
    StartTime: new Date(own.startedAt).toISOString(),
    Name: own.name,
    RoleArn: execution.roleArn,
    ...(!execution.express && { RedriveCount: redrives }),
  };
}

function positionOf(work: Work, frame: Frame): JsonObject {
  const position: JsonObject = { Name: frame.state, EnteredTime: new Date(frame.enteredAt).toISOString() };
  if (['Task', 'Map', 'Parallel'].includes(stateOf(work, frame).Type)) {
    position.RetryCount = frame.retries.reduce((sum, attempts) => sum + attempts, 0);
  }
  return position;
}

/** The item of the innermost Map iteration that the frame is part of, within its own execution. */
function itemOf(work: Work, frame: Frame): Item | undefined {
  if (frame.item) return frame.item;
  const parent = frame.root === frame.id ? undefined : parentOf(work, frame);
  return parent && itemOf(work, parent);
}

export const itemContext = (item: Item): Json => ({
  Index: item.index,
  ...(item.key !== undefined && { Key: item.key }),
  Value: item.value,
});

/** Variables that a state sees: its own scope and the scopes around it, up to the border of its execution. */
export function variablesOf(work: Work, frame: Frame): JsonObject {
  const parent = frame.root === frame.id ? undefined : parentOf(work, frame);
  return parent ? { ...variablesOf(work, parent), ...frame.variables } : frame.variables;
}
