import { seconds } from '../workflow/durations.ts';
import type { Place } from '../workflow/scopes.ts';
import { answer, beginState, failedAnswer, toldTo } from './apart.ts';
import { type Context, runId, target } from './context.ts';
import { entryOf, partState } from './entry.ts';
import { catcher } from './failing.ts';
import type { Frame } from './frames.ts';
import { helper, suffixed } from './names.ts';
import type { Part } from './plan.ts';
import { reachable } from './reachable.ts';
import { retry } from './retry.ts';
import { statesOf } from './states/index.ts';
import { catchesOf, sharesOf, takerOf } from './takers.ts';
import type { Asl, Json, State, States } from './types.ts';

/** The call of a part, and the choice behind it: on with the flow, or with the error that it answers. */
export function partStates(part: Part, context: Context): States {
  const [first] = part.places;
  const blamed = part.deadline === undefined ? first! : first!.scope.parent!;
  const frame = context.variables.frames.ofPart(part);
  const told = toldTo(frame, first!.scope, context);
  const exits = writePart(part, frame, told, context);
  const ended = helper('Ended', part.id);
  const onward = exits.map((next) => ({
    Condition: `{% $states.input.next = '${next}' %}`,
    Output: {},
    Next: target(next, context),
  }));
  return {
    [partState(part)]: {
      ...callState({ id: part.id, deadline: part.deadline, blamed, told, frame, answered: 'next' }, context),
      Next: ended,
    },
    [ended]: {
      Type: 'Choice',
      Choices: [...errorRules(context), ...onward.slice(0, -1)],
      Default: onward.at(-1)!.Next,
      Output: {},
    },
  };
}

/** Writes the machine of a part; answers with the steps, or `end`, that the flow may go on to. */
function writePart(part: Part, frame: Frame, told: Record<string, Json>, outer: Context): string[] {
  const exits = new Map<string, string>();
  const exit = (next: string) => {
    const name = helper('On to', next);
    exits.set(next, name);
    return name;
  };
  const failed = helper('Failed', part.id);
  const context: Context = {
    ...outer,
    part,
    frame,
    takers: [{ errors: 'all', caught: failed }],
    endState: () => exit('end'),
    leave: exit,
    close: undefined,
  };
  const steps = Object.assign({}, ...part.places.map((place) => statesOf(place, context))) as States;
  const ends = [...exits].map(([next, name]) => [name, answer(frame, context, { next })]);
  const begin = beginState(told, entryOf(part.places[0]!, context));
  outer.found(
    part.id,
    machineOf(begin, { ...steps, ...Object.fromEntries(ends), [failed]: failedAnswer(frame, context) }, context),
  );
  return [...exits.keys()];
}

/** The machine of a part. Its own time is that of the run: the state that calls it is stricter where it has to be. */
export const machineOf = (begin: State, states: States, { model: { workflow } }: Context): Asl =>
  reachable({
    Comment: `Part of ${workflow.name} ${workflow.version}`,
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    TimeoutSeconds: seconds(workflow.deadline),
    States: { Begin: begin, ...states },
  });

/** A call of a part. */
export interface Call {
  id: string;
  deadline?: string | undefined;
  /** The step that is to blame if the call itself fails. */
  blamed: Place;
  told: Record<string, Json>;
  frame: Frame;
  /** Member of the answer, beside the error, that the choice behind it asks for. */
  answered: string;
}

/** Starts a part and waits for it. What it hands out goes into a variable, what the choice behind it asks for is the output. */
export function callState({ id, deadline, blamed, told, frame, answered }: Call, context: Context): State {
  const { workflow } = context.model;
  const { variable } = frame.holder!;
  const members = ['error', ...answered.split(' ')].map((name) => `'${name}': $states.result.Output.${name}`);
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: {
      StateMachineArn: `\${${suffixed('part', id)}}`,
      Name: `{% ${nameOf(id, told, context)} %}`,
      Input: told,
    },
    TimeoutSeconds: seconds(deadline ?? workflow.deadline),
    Retry: retry(['StepFunctions.ExecutionLimitExceededException', 'StepFunctions.SdkClientException']),
    Catch: [
      ...(deadline === undefined ? [] : [exceeded(blamed, deadline, context)]),
      ...catchesOf(blamed, context.takers),
    ],
    Assign: {
      [variable]: '{% $states.result.Output.results %}',
      ...(frame.kept && { [frame.kept]: '{% $states.result.Output.kept %}' }),
    },
    Output: `{% {${members.join(', ')}} %}`,
  };
}

/** An execution that is redriven calls its parts anew, so its own name and the number of redrives are in the name. */
function nameOf(id: string, told: Record<string, Json>, context: Context): string {
  const places = ['at', 'round'].flatMap((name) => (told[name] === undefined ? [] : [String(told[name]).slice(3, -3)]));
  const self = ['$states.context.Execution.Name', '$string($states.context.Execution.RedriveCount)'];
  const whole = [`'${id}'`, ...self, ...places.map((place) => `$string(${place})`)].join(" & '#' & ");
  return `'part-' & ${runId(context)} & '-' & $substring($hash(${whole}, 'SHA-256'), 0, 16)`;
}

function exceeded(place: Place, deadline: string, { takers }: Context): Json {
  const Cause = `scope ${place.step.id} was not done within ${deadline}`;
  const error = { Error: 'DeadlineExceeded', Cause };
  return catcher(['States.Timeout'], place, takerOf('DeadlineExceeded', takers).caught, error);
}

/** Rules that send the error of an answer to whoever takes it. */
export function errorRules({ takers }: Context): Json[] {
  const { named, rest } = sharesOf(takers);
  const error = '$states.input.error';
  const told = `$string({'errorMessage': ${error}.message, 'step': ${error}.step})`;
  const Output = { step: `{% ${error}.step %}`, error: { Error: `{% ${error}.name %}`, Cause: `{% ${told} %}` } };
  const rules = named.map(({ taker, errors }) => ({
    Condition: `{% $exists(${error}) and ${error}.name in ${JSON.stringify(errors)} %}`,
    Output,
    Next: taker.caught,
  }));
  return [...rules, { Condition: `{% $exists(${error}) %}`, Output, Next: rest.caught }];
}
