/** What a distributed Map gives: its results in place, or written to files with a manifest. */
import type { Place } from '../data.ts';
import type { ChildEnd, Children } from '../snapshot.ts';
import { textOf } from '../text.ts';
import type { Json, JsonObject, Transfer } from '../types.ts';
import { isObject } from '../types.ts';
import { transferArguments } from './item-reader.ts';

/** The request of one file. */
export interface ResultFile extends JsonObject {
  Bucket: string;
  Key: string;
  Body: string;
}

/** Results as the output of the state, in the order of the items. Without `WriterConfig`, failed children give none. */
export function resultsOf(place: Place, children: Children): Json[] {
  const config = place.state.ResultWriter?.WriterConfig;
  const succeeded = children.results.flatMap((result) => (result ? [result.output] : []));
  if (!config) return succeeded;
  return indexed(children).flatMap(({ end, index }) =>
    shaped(place, children, end, index, config.Transformation ?? 'COMPACT'),
  );
}

const indexed = ({ ended = [] }: Children): { end: ChildEnd; index: number }[] =>
  ended.flatMap((end, index) => (end ? [{ end, index }] : []));

/** One result as a list of what stands for it: itself, what is in it, or the whole description of its execution. */
function shaped(place: Place, children: Children, end: ChildEnd, index: number, transformation: Json): Json[] {
  const output = children.results[index]?.output ?? null;
  if (end.failure || transformation === 'NONE') return [described(place, end, output)];
  return transformation === 'FLATTEN' && Array.isArray(output) ? output : [output];
}

/** An execution as the files of a ResultWriter describe it. */
function described({ work, frame, state }: Place, end: ChildEnd, output: Json): JsonObject {
  const { id, name, input, startedAt, stoppedAt, failure } = end;
  const status = failure ? 'FAILED' : 'SUCCEEDED';
  return {
    ExecutionArn: id,
    Input: textOf(input),
    InputDetails: { Included: true },
    Name: name,
    ...(!failure && { Output: textOf(output), OutputDetails: { Included: true } }),
    ...(failure?.error !== undefined && { Error: failure.error }),
    ...(failure?.cause !== undefined && { Cause: failure.cause }),
    RedriveCount: 0,
    RedriveStatus: failure ? 'REDRIVABLE_BY_MAP_RUN' : 'NOT_REDRIVABLE',
    ...(!failure && { RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven' }),
    StartDate: new Date(startedAt).toISOString(),
    StateMachineArn: `${work.draft.execution.stateMachine.id}/${state.Label ?? frame.state}`,
    Status: status,
    StopDate: new Date(stoppedAt).toISOString(),
  };
}

/**
 * The files in the order in which they are written: one for each status that a child has, and the manifest.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export async function filesOf(place: Place, children: Children): Promise<ResultFile[]> {
  const writer = place.state.ResultWriter as Transfer;
  const target = await transferArguments(place, writer, 'ResultWriter');
  const { Bucket, Prefix } = isObject(target) ? target : {};
  const run = children.mapRun?.split(':').at(-1) as string;
  const folder = [Prefix, run].filter(Boolean).join('/');
  const file = (name: string, Body: string): ResultFile => ({ Bucket: String(Bucket), Key: `${folder}/${name}`, Body });
  const { OutputType = 'JSON', Transformation = 'NONE' } = writer.WriterConfig ?? {};
  const ends = indexed(children);
  const byStatus = (failed: boolean, name: string): ResultFile[] => {
    const those = ends.filter(({ end }) => (end.failure !== undefined) === failed);
    const values = those.flatMap(({ end, index }) => shaped(place, children, end, index, Transformation));
    return those.length === 0
      ? []
      : [file(`${name}_0.${OutputType === 'JSONL' ? 'jsonl' : 'json'}`, written(values, OutputType))];
  };
  const files = { FAILED: byStatus(true, 'FAILED'), PENDING: [], SUCCEEDED: byStatus(false, 'SUCCEEDED') };
  const ResultFiles = Object.fromEntries(Object.entries(files).map(([status, list]) => [status, list.map(listed)]));
  const manifest = { DestinationBucket: Bucket ?? null, MapRunArn: children.mapRun as string, ResultFiles };
  return [...files.FAILED, ...files.SUCCEEDED, file('manifest.json', JSON.stringify(manifest))];
}

const listed = ({ Key, Body }: ResultFile): JsonObject => ({ Key, Size: Buffer.byteLength(Body) });

const written = (values: Json[], type: Json): string =>
  type === 'JSONL' ? values.map((value) => `${JSON.stringify(value)}\n`).join('') : JSON.stringify(values);
