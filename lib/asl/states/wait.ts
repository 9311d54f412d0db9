import { passOn } from '../conclude.ts';
import type { Place } from '../data.ts';
import { bindingsOf, effectiveInput, numberOf, scopeOf, usesJsonata } from '../data.ts';
import { queryFailure, runtimeFailure } from '../failure.ts';
import { evaluateTemplate } from '../jsonata/template.ts';
import { resolvePath } from '../jsonpath/expression.ts';
import { PathNotFound } from '../jsonpath/query.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { Json } from '../types.ts';
import { startTimer } from '../work.ts';
import type { StateKind } from './index.ts';

/** Waits a number of seconds, or until a moment; one that has passed ends the wait at once. */
export const wait: StateKind = {
  async attempt(place) {
    const { work, frame, state } = place;
    const timed = state.Timestamp !== undefined || state.TimestampPath !== undefined;
    const until = timed ? await timestampOf(place) : work.event.at + (await secondsOf(place)) * 1000;
    frame.waiting = { kind: 'wait', timer: startTimer(work, until) };
  },
  resume: (place) => passOn(place, effectiveInput(place), place.state),
};

async function secondsOf(place: Place): Promise<number> {
  const { state } = place;
  if (!usesJsonata(place) && state.SecondsPath !== undefined) {
    const value = atPath(place, 'SecondsPath', state.SecondsPath);
    if (typeof value === 'number' && Number.isInteger(value)) return positive(value, state.SecondsPath);
    throw runtimeFailure(
      `The SecondsPath parameter cannot be parsed as a long value: ${state.SecondsPath} == ${show(value)}`,
    );
  }
  const seconds = (await numberOf(place, 'Seconds')) ?? 0;
  if (Number.isInteger(seconds) && seconds >= 0) return seconds;
  throw queryFailure(`The Seconds field must be a non-negative integer, but was: ${seconds}`, 'Seconds');
}

function positive(seconds: number, path: string): number {
  if (seconds >= 0) return seconds;
  throw runtimeFailure(`The SecondsPath parameter references a negative value: ${path} == ${seconds}`);
}

async function timestampOf(place: Place): Promise<number> {
  const { state } = place;
  if (usesJsonata(place)) return evaluated(place, state.Timestamp as string);
  if (state.TimestampPath === undefined) return parseTimestamp(state.Timestamp as string) ?? place.work.event.at;
  const value = atPath(place, 'TimestampPath', state.TimestampPath);
  const time = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (time !== undefined) return time;
  throw runtimeFailure(
    'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ' +
      `${state.TimestampPath} == ${show(value)}`,
  );
}

async function evaluated(place: Place, expression: string): Promise<number> {
  const value = await evaluateTemplate(expression, 'Timestamp', bindingsOf(place));
  const time = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (time !== undefined) return time;
  throw queryFailure(
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${show(value)}`,
    'Timestamp',
  );
}

function atPath(place: Place, field: string, path: string): Json {
  try {
    return resolvePath(path, scopeOf(place, effectiveInput(place)));
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw error;
    throw runtimeFailure(`The ${field} parameter does not reference an input value: ${path}`);
  }
}

const show = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
