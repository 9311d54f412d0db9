import type { WebRequest, WebResponse } from './message.ts';
import type { WebPorts } from './ports.ts';
import type { Session } from './session/session.ts';

/** One visit of one page. */
export interface Visit {
  ports: WebPorts;
  request: WebRequest;
  /** Named groups of the path. */
  params: Readonly<Record<string, string | undefined>>;
}

/** One address of the pages: open to everybody, or to people who have signed in. */
export type WebRoute = { method: 'GET' | 'POST'; path: RegExp } & (
  | { for: 'everybody'; run(visit: Visit & { session: Session | undefined }): Promise<WebResponse> }
  | { for: 'signed-in'; run(visit: Visit & { session: Session }): Promise<WebResponse> }
);

export const webRoute = (route: WebRoute): WebRoute => route;
