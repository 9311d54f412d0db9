import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/**
 * What can go wrong with one request. `busy`: 429, nothing done. `down`: 503 without a word on when, nothing done, which
 * the caller cannot know. `lost`: done, and the connection breaks before the answer. `broken`: done, and answered 500.
 * `{ slow }`: done and answered after so many milliseconds.
 */
export type Fault = 'busy' | 'down' | 'lost' | 'broken' | { slow: number };

/** Faults to come, by route. */
export function faults() {
  const planned = new Map<string, Fault[]>();
  return {
    plan(route: string, ...next: Fault[]): void {
      planned.set(route, [...(planned.get(route) ?? []), ...next]);
    },
    /** Lets a request happen, or what was planned for it instead. */
    async around(route: string, response: ServerResponse, happen: () => Promise<void>): Promise<void> {
      const fault = planned.get(route)?.shift();
      if (fault === 'busy') return refuse(response, 429, { 'retry-after': '1' });
      if (fault === 'down') return refuse(response, 503);
      if (typeof fault === 'object') await setTimeout(fault.slow);
      if (fault !== 'lost' && fault !== 'broken') return happen();
      await unheard(response, happen);
      if (fault === 'lost') response.destroy();
      else refuse(response, 500);
    },
  };
}

/** Carries it out while whatever it would answer goes nowhere. */
async function unheard(response: ServerResponse, happen: () => Promise<void>): Promise<void> {
  const { writeHead, end } = response;
  response.writeHead = () => response;
  response.end = () => response;
  await happen();
  response.writeHead = writeHead;
  response.end = end;
}

function refuse(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{"error":"Unavailable"}');
}
