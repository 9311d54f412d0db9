import type { WebRequest, WebResponse } from './message.ts';
import type { WebPorts } from './ports.ts';

/** One address of the pages. Named groups of `path` are handed to `run`. */
export interface WebRoute {
  method: 'GET' | 'POST';
  path: RegExp;
  run(ports: WebPorts, request: WebRequest, params: Readonly<Record<string, string | undefined>>): Promise<WebResponse>;
}

export const webRoute = (route: WebRoute): WebRoute => route;
