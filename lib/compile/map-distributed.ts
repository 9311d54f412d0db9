import { createHash } from 'node:crypto';
import type { Place } from '../workflow/scopes.ts';
import type { MapStep } from '../workflow/steps/map.ts';
import { beginState, toldTo } from './apart.ts';
import { atOf, type Context } from './context.ts';
import { batchState, startOf } from './entry.ts';
import { catcher, caughtError, ERROR } from './failing.ts';
import { exceptionTask } from './handlers.ts';
import { ITEM, itemContext, itemOutput, itemVariables } from './item.ts';
import { scopeStates } from './list.ts';
import { helper, stateName } from './names.ts';
import { ending, runOf } from './states/task.ts';
import { catchesOf, takerOf, thrown } from './takers.ts';
import type { Json, State, States } from './types.ts';

/**
 * An execution of its own for each item, or each batch of them. An item that fails goes to the exception queue; when more
 * fail than the step tolerates, none by default, it fails with `ItemsFailed`.
 */
export function distributedStates(place: Place, step: MapStep, common: State, context: Context): States {
  const told = toldTo(context.variables.frames.atEnd(place.inner[0]!), place.scope, context);
  const config = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
  const map: State = {
    ...common,
    Label: labelOf(step.id),
    Catch: [failedItems(place, context), ...catchesOf(place, context.takers)],
  };
  if (step.batch === undefined) {
    const ItemSelector = { ...told, ...(ITEM as Record<string, Json>) };
    const ItemProcessor = { ...config, ...single(place, step, told, context) } as unknown as Json;
    const state = {
      ...map,
      ItemSelector,
      ...toleratedBy(step),
      ItemProcessor,
      ...ending(place, '$states.result', context),
    };
    return { [stateName(step.id)]: state };
  }
  const judge = helper('Judge', step.id);
  const state = {
    ...map,
    ItemSelector: ITEM,
    ItemBatcher: { MaxItemsPerBatch: step.batch, BatchInput: told },
    ItemProcessor: { ...config, ...batch(place, step, told, context) } as unknown as Json,
    ...ending(place, OUTPUTS, { ...context, close: undefined }),
    Output: `{% {'failed': ${FAILED}, 'of': ${FAILED} + $count(${OUTPUTS})} %}`,
    Next: judge,
  };
  return { [stateName(step.id)]: state, [judge]: judgeState(place, step, context) };
}

/** A name of the map in the ARNs of its executions, of 40 characters at most. */
const labelOf = (id: string): string =>
  id.length <= 40 ? id : `${id.slice(0, 29)}-${createHash('sha256').update(id).digest('hex').slice(0, 10)}`;

function toleratedBy({ tolerate }: MapStep): Record<string, Json> {
  if (!tolerate) return {};
  return 'failures' in tolerate
    ? { ToleratedFailureCount: tolerate.failures }
    : { ToleratedFailurePercentage: tolerate.percent };
}

const tooMany = (id: string): string => `more items of ${id} failed than it tolerates; each is in the exception queue`;

function failedItems(place: Place, { takers }: Context): Json {
  const error = { Error: 'ItemsFailed', Cause: tooMany(place.step.id) };
  return catcher(['States.ExceedToleratedFailureThreshold'], place, takerOf('ItemsFailed', takers).caught, error);
}

/** One item is one execution, and fails with it, so that the service counts. */
function single(place: Place, step: MapStep, told: Record<string, Json>, outer: Context) {
  const [begin, end, failed] = ['Item', 'End', 'Failed'].map((what) => helper(what, step.id)) as [
    string,
    string,
    string,
  ];
  const context = itemContext(place, outer, end, failed);
  const States: States = {
    [begin]: beginState(told, startOf(place.inner[0]!, context), itemVariables(place)),
    ...scopeStates(place.inner[0]!, context),
    [end]: { Type: 'Succeed', Output: itemOutput(step, context) },
    ...filed(place, context, failed, caughtError()),
  };
  return { StartAt: begin, States };
}

/** One after the other in the frames of an inline map; what fails is counted, because the service would count batches. */
function batch(place: Place, step: MapStep, told: Record<string, Json>, outer: Context) {
  const items = batchState(step.id);
  const [begin, item, end, failed] = ['Batch', 'Item', 'End', 'Failed'].map((what) => helper(what, step.id)) as [
    string,
    string,
    string,
    string,
  ];
  const context = itemContext(place, outer, end, failed);
  const States: States = {
    [item]: { Type: 'Pass', Assign: itemVariables(place), Output: {}, Next: startOf(place.inner[0]!, context) },
    ...scopeStates(place.inner[0]!, context),
    // A list in a template, so that an output which is a list stays one item.
    [end]: { Type: 'Succeed', Output: { outputs: [itemOutput(step, context)], failed: 0 } },
    ...filed(place, context, failed, { Type: 'Succeed', Output: { outputs: [], failed: 1 } }),
  };
  const inner: State = {
    Type: 'Map',
    Items: '{% $states.input %}',
    MaxConcurrency: 1,
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: item, States },
    Output: { outputs: `{% ${OUTPUTS} %}`, failed: `{% ${FAILED} %}` },
    End: true,
  };
  const first = beginState(told, items, {}, '$states.input.BatchInput');
  return { StartAt: begin, States: { [begin]: { ...first, Output: '{% $states.input.Items %}' }, [items]: inner } };
}

/** A failed item is filed, whatever becomes of the map, so that nothing is dropped. */
function filed({ inner }: Place, context: Context, failed: string, last: State): States {
  const { id } = context.scope.parent!.step;
  const lost = helper('Lost', id);
  const payload = { run: runOf(context), ...atOf(inner[0]!, context), error: `{% ${ERROR} %}` };
  return { [failed]: exceptionTask(payload, { Output: '{% $states.input %}', Next: lost }), [lost]: last };
}

/** JSONata over the answers of batches, or of the items of one: their outputs, one behind the other, and failures in all. */
const OUTPUTS = '$reduce($states.result, function($all, $each) { $append($all, $each.outputs) }, [])';
const FAILED = '$reduce($states.result, function($all, $each) { $all + $each.failed }, 0)';

function judgeState(place: Place, step: MapStep, context: Context): State {
  const { Output, Next } = thrown(step.id, 'ItemsFailed', tooMany(step.id), context.takers);
  const { tolerate = { failures: 0 } } = step;
  const isTooMuch =
    'failures' in tolerate
      ? `$states.input.failed > ${tolerate.failures}`
      : `$states.input.failed * 100 > ${tolerate.percent} * $states.input.of`;
  const { Next: next } = ending(place, undefined, { ...context, close: undefined });
  return {
    Type: 'Choice',
    Choices: [{ Condition: `{% ${isTooMuch} %}`, Output: Output!, Next: Next! }],
    Default: next!,
    Output: {},
  };
}
