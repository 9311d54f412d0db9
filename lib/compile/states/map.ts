import { expressionOf } from '../../workflow/expressions.ts';
import { hasOutput } from '../../workflow/outputs.ts';
import { type Place, placesBelow, type Scope } from '../../workflow/scopes.ts';
import type { MapStep } from '../../workflow/steps/map.ts';
import type { Context, Own } from '../context.ts';
import { countState, startOf } from '../entry.ts';
import { caughtError } from '../failing.ts';
import { scopeStates } from '../list.ts';
import { helper, stateName } from '../names.ts';
import { counter, itemOf } from '../passes.ts';
import { catchesOf, thrown } from '../takers.ts';
import { expression, namingOf, template } from '../template.ts';
import type { Json, States } from '../types.ts';
import { ending } from './task.ts';

/** A run of the steps for each item, in the history of the execution itself. */
export function mapStates(place: Place, step: MapStep, context: Context): States {
  const items = itemsOf(place, step, context);
  const state = stateName(step.id);
  return {
    ...(step.maxItems !== undefined && { [countState(step.id)]: count(step, step.maxItems, items, context) }),
    [state]: {
      Type: 'Map',
      Items: `{% ${items} %}`,
      ItemSelector: {
        item: '{% $states.context.Map.Item.Value %}',
        index: '{% $states.context.Map.Item.Index %}',
      },
      MaxConcurrency: concurrency(place, step, context),
      ItemProcessor: processor(place, step, context) as unknown as Json,
      Catch: catchesOf(place, context.takers),
      ...ending(place, '$states.result', context),
    },
  };
}

/** A list, whatever the expression gives: nothing is an empty one, one value a list of it alone. */
function itemsOf({ scope }: Place, { items }: MapStep, context: Context): string {
  const inner = expression(expressionOf(items) ?? items, namingOf(context, scope));
  return `[(${expressionOf(inner)!.trim()})]`;
}

function count({ id }: MapStep, max: number, items: string, { takers }: Context) {
  const { Output, Next } = thrown(id, 'TooManyItems', `${id} takes ${max} items at most`, takers);
  return {
    Type: 'Choice',
    Choices: [{ Condition: `{% $count(${items}) > ${max} %}`, Output: Output!, Next: Next! }],
    Default: stateName(id),
    Output: {},
  };
}

/** Step Functions runs no more items of one inline map at the same time. */
const MOST_INLINE = 40;

/** What the step says, what the service can, and what the slowest tool in it bears: a call a second for each item at a time. */
function concurrency({ inner }: Place, step: MapStep, { model }: Context): number {
  const { tools } = model.workflow;
  const rates = placesBelow(inner[0]!).flatMap(({ step: { ...each } }) =>
    each.kind === 'tool' ? (tools[each.tool]?.rate?.perSecond ?? []) : [],
  );
  return Math.min(MOST_INLINE, step.concurrency ?? MOST_INLINE, ...rates.map((rate) => Math.max(1, Math.floor(rate))));
}

function processor(place: Place, step: MapStep, outer: Context) {
  const body = place.inner[0]!;
  const [begin, end, failed] = ['Item', 'End', 'Failed'].map((what) => helper(what, step.id)) as [
    string,
    string,
    string,
  ];
  const frame = outer.variables.frames.atEnd(body);
  const context: Context = {
    ...outer,
    scope: body,
    frame,
    takers: [{ errors: 'all', caught: failed }],
    endState: () => end,
    // An output of its own is a state of its own: an error in it is one of the map, not of the step that comes last.
    close: step.output === undefined ? (own) => ({ End: true, Output: result(own) }) : undefined,
  };
  const result = (own?: Own) =>
    step.output === undefined ? lastOutput(body, context, own) : template(step.output, namingOf(context, body));
  return {
    ProcessorConfig: { Mode: 'INLINE' },
    StartAt: begin,
    States: {
      [begin]: {
        Type: 'Pass',
        Assign: { [itemOf(place)]: '{% $states.input.item %}', [counter(place)]: '{% $states.input.index %}' },
        Output: {},
        Next: startOf(body),
      },
      ...scopeStates(body, context),
      [end]: { Type: 'Succeed', Output: result() },
      [failed]: caughtError(),
    },
  };
}

/** The output of the last step in the file: null where it gives none, or where it was passed by. */
function lastOutput(body: Scope, { variables, frame }: Context, own?: Own): Json {
  const { step } = body.places.at(-1)!;
  if (!hasOutput(step)) return null;
  const value = variables.read(step.id, frame, own);
  return own?.step === step.id ? `{% ${value} %}` : `{% $exists(${value}) ? ${value} : null %}`;
}
