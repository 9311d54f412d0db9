import { variablesOf } from '../context.ts';
import type { Place } from '../data.ts';
import { usesJsonata } from '../data.ts';
import type { Failure } from '../failure.ts';
import { matches } from '../failure.ts';
import type { Json } from '../types.ts';
import type { Subject } from './request.ts';

const NUMBERS = ['maxConcurrency', 'toleratedFailureCount', 'toleratedFailurePercentage'];

/** What the fields of the state made of its data. Values are JSON text, but for limits and indices, which are numbers. */
export function inspectionOf(place: Place, subject: Subject, failure: Failure | undefined): Record<string, unknown> {
  const { work, frame, state } = place;
  const notes = Object.entries(work.inspection?.notes ?? {}).filter(([name]) => isShown(name, place));
  const variables = variablesOf(work, frame);
  return {
    input: JSON.stringify(subject.input),
    ...Object.fromEntries(notes.map(([name, value]) => [name, NUMBERS.includes(name) ? value : text(value)])),
    ...(Object.keys(variables).length > 0 && { variables: text(variables) }),
    ...(failure && handledBy(place, failure)),
    ...(state.Type === 'Task' && httpOf(place)),
  };
}

const text = (value: Json): string => JSON.stringify(value);

/** As recorded on AWS: only tasks show their arguments in JSONata; a result is that of a task, or given by a Pass. */
function isShown(name: string, place: Place): boolean {
  const { Type, Result } = place.state;
  if (name === 'afterArguments') return Type === 'Task';
  if (name === 'result') return Type === 'Task' || (Type === 'Pass' && Result !== undefined && !usesJsonata(place));
  return true;
}

/** Which retrier or catcher took the failure. */
function handledBy({ work, frame, state }: Place, failure: Failure): object {
  const takes = ({ ErrorEquals }: { ErrorEquals: string[] }): boolean => matches(ErrorEquals, failure);
  if (frame.waiting?.kind === 'retry') {
    const at = work.draft.timers[frame.waiting.timer] as number;
    const retryBackoffIntervalSeconds = Math.round((at - work.event.at) / 1000);
    return { errorDetails: { retryIndex: state.Retry?.findIndex(takes), retryBackoffIntervalSeconds } };
  }
  return work.draft.status === 'FAILED' ? {} : { errorDetails: { catchIndex: state.Catch?.findIndex(takes) } };
}

/** The request of an HTTP Task, without what a connection adds to it: a connection's secrets are never shown here. */
function httpOf({ state, work }: Place): object {
  const { afterArguments, afterParameters } = work.inspection?.notes ?? {};
  if (!state.Resource?.includes(':http:invoke')) return {};
  return { request: requestOf((afterArguments ?? afterParameters ?? {}) as Record<string, Json>) };
}

const requestOf = ({ ApiEndpoint, Method, Headers, RequestBody }: Record<string, Json>): object => ({
  protocol: String(ApiEndpoint).split(':')[0],
  method: Method,
  url: ApiEndpoint,
  ...(Headers !== undefined && { headers: text(Headers) }),
  ...(RequestBody !== undefined && { body: text(RequestBody) }),
});
