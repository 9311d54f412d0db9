/** PutEvents, and events of the region's own services. */
import * as z from 'zod';
import { AwsError, type Call } from '../../service.ts';
import { instant, operation } from '../../shape.ts';
import { type BusEvent, eventTime } from './event.ts';
import type { Events } from './events.ts';

const entry = z.strictObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).default([]),
  Time: instant.optional(),
  TraceHeader: z.string().optional(),
});
const shape = z.strictObject({ Entries: z.array(entry) });
type Entry = z.output<typeof entry>;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const MAX_ENTRIES = 10;
const MAX_BYTES = 1_048_576;

export interface Emitted {
  source: string;
  'detail-type': string;
  detail: object;
  resources: string[];
}

export function putting({ region, rules, router }: Events) {
  function eventOf(fields: Emitted, at: number): BusEvent {
    const id = region.id(16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    const { source, resources, detail } = fields;
    const where = { account: region.account, time: eventTime(at), region: region.name };
    return { version: '0', id, 'detail-type': fields['detail-type'], source, ...where, resources, detail };
  }

  function put(entry: Entry, call: Call): { EventId: string } {
    const bus = rules.bus(entry.EventBusName);
    const { Source, DetailType, Time = region.clock.now() } = entry;
    call.authorize('events:PutEvents', bus.arn, {
      'events:source': Source ?? '',
      'events:detail-type': DetailType ?? '',
    });
    const fields = { source: required('Source', Source), 'detail-type': required('DetailType', DetailType) };
    if (fields.source.startsWith('aws.')) {
      throw new AwsError('NotAuthorizedForSourceException', 'Not authorized for the source.');
    }
    const event = eventOf({ ...fields, detail: detailOf(entry), resources: entry.Resources }, Time);
    router.route(bus.name, event);
    return { EventId: event.id };
  }

  /** An entry that is refused does not hold up the others; a caller without the right is refused altogether. */
  function attempt(entry: Entry, call: Call): object {
    try {
      return region.store.transaction(() => put(entry, call));
    } catch (error) {
      if (!(error instanceof AwsError) || error.code.startsWith('AccessDenied')) throw error;
      return { ErrorCode: error.code, ErrorMessage: error.message };
    }
  }

  return {
    emit(event: Emitted): void {
      region.store.transaction(() => router.route('default', eventOf(event, region.clock.now())));
    },
    operations: operation('PutEvents', shape, (input, call) => {
      if (input.Entries.length === 0 || input.Entries.length > MAX_ENTRIES) {
        throw new AwsError(
          'ValidationException',
          `Entries must have 1 to ${MAX_ENTRIES} members; there are ${input.Entries.length}.`,
        );
      }
      const size = input.Entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
      if (size > MAX_BYTES) {
        throw new AwsError(
          'ValidationException',
          `Total size of the entries in the request is over the limit: ${size} of ${MAX_BYTES} bytes.`,
        );
      }
      const Entries = region.store.transaction(() => input.Entries.map((entry) => attempt(entry, call)));
      return { FailedEntryCount: Entries.filter((each) => 'ErrorCode' in each).length, Entries };
    }),
  };
}

function required(name: string, value: string | undefined): string {
  if (value) return value;
  throw new AwsError('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
}

function detailOf({ Detail }: Entry): object {
  const text = required('Detail', Detail);
  try {
    const detail: unknown = JSON.parse(text);
    if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return detail;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new AwsError('MalformedDetail', 'Detail is malformed: it must be a JSON object.');
}

/** As documented for PutEvents: 14 bytes for a time, and the UTF-8 bytes of the other members. */
function sizeOf({ Source = '', DetailType = '', Detail = '', Resources, Time }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}
