/** Event streams: https://smithy.io/2.0/aws/amazon-eventstream.html */
import { crc32 } from 'node:zlib';
import type { WireResponse } from '../service.ts';
import { toWire } from './members.ts';

/** All events of a stream in one response. Each event is an object whose only member is named as the event is. */
export function eventStream(events: readonly Record<string, object>[]): WireResponse {
  const frames = events.flatMap((event) => Object.entries(event).map(([name, payload]) => frame(name, payload)));
  return {
    status: 200,
    headers: { 'content-type': 'application/vnd.amazon.eventstream' },
    body: Buffer.concat(frames),
  };
}

/** Total length, length of the headers, CRC of both; headers; payload; CRC of all that. */
function frame(event: string, payload: object): Buffer {
  const headers = Buffer.concat([
    header(':event-type', event),
    header(':content-type', 'application/json'),
    header(':message-type', 'event'),
  ]);
  const body = Buffer.from(JSON.stringify(toWire(payload)));
  const lengths = Buffer.concat([uint32(16 + headers.length + body.length), uint32(headers.length)]);
  const message = Buffer.concat([lengths, uint32(crc32(lengths)), headers, body]);
  return Buffer.concat([message, uint32(crc32(message))]);
}

const STRING = 7;

function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.from([Buffer.byteLength(name)]),
    Buffer.from(name),
    Buffer.from([STRING]),
    length,
    Buffer.from(value),
  ]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
