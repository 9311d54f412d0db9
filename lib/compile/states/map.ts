import { expressionOf } from '../../workflow/expressions.ts';
import { type Place, placesBelow } from '../../workflow/scopes.ts';
import type { MapStep } from '../../workflow/steps/map.ts';
import type { Context } from '../context.ts';
import { countState } from '../entry.ts';
import { ITEM } from '../item.ts';
import { distributedStates } from '../map-distributed.ts';
import { inlineProcessor } from '../map-inline.ts';
import { stateName } from '../names.ts';
import { catchesOf, thrown } from '../takers.ts';
import { expression, namingOf } from '../template.ts';
import type { Json, State, States } from '../types.ts';
import { ending } from './task.ts';

/** A run of the steps for each item: in the history of the execution itself, or as executions of their own. */
export function mapStates(place: Place, step: MapStep, context: Context): States {
  const items = itemsOf(place, step, context);
  const counted =
    step.maxItems === undefined ? {} : { [countState(step.id)]: count(step, step.maxItems, items, context) };
  const common = { Type: 'Map', Items: `{% ${items} %}` };
  if (context.plan.distributed.has(place)) {
    const limit = Math.min(MOST_DISTRIBUTED, step.concurrency ?? DISTRIBUTED, ...rates(place, context));
    return { ...counted, ...distributedStates(place, step, { ...common, MaxConcurrency: limit }, context) };
  }
  return {
    ...counted,
    [stateName(step.id)]: {
      ...common,
      ItemSelector: ITEM,
      MaxConcurrency: Math.min(MOST_INLINE, step.concurrency ?? MOST_INLINE, ...rates(place, context)),
      ItemProcessor: inlineProcessor(place, step, context) as unknown as Json,
      Catch: catchesOf(place, context.takers),
      ...ending(place, '$states.result', context),
    },
  };
}

/** Step Functions runs no more items of one map at the same time (service quotas). */
const MOST_INLINE = 40;
const MOST_DISTRIBUTED = 10_000;
/** At the same time where neither the step nor a tool says: a tenth of the functions that an account runs by default. */
const DISTRIBUTED = 100;

/** What the tools in it bear: a call a second for each item at a time. */
function rates({ inner }: Place, { model }: Context): number[] {
  const { tools } = model.workflow;
  return placesBelow(inner[0]!).flatMap(({ step }) => {
    const rate = step.kind === 'tool' ? tools[step.tool]?.rate : undefined;
    return rate ? [Math.max(1, Math.floor(rate.perSecond))] : [];
  });
}

/** A list, whatever the expression gives: nothing is an empty one, one value a list of it alone. */
function itemsOf({ scope }: Place, { items }: MapStep, context: Context): string {
  const inner = expression(expressionOf(items) ?? items, namingOf(context, scope));
  return `[(${expressionOf(inner)!.trim()})]`;
}

function count({ id }: MapStep, max: number, items: string, { takers }: Context): State {
  const { Output, Next } = thrown(id, 'TooManyItems', `${id} takes ${max} items at most`, takers);
  return {
    Type: 'Choice',
    Choices: [{ Condition: `{% $count(${items}) > ${max} %}`, Output: Output!, Next: Next! }],
    Default: stateName(id),
    Output: {},
  };
}
