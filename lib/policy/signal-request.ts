import type { PolicyRequest } from './request.ts';

/** May this client send that signal. */
export interface SignalQuestion {
  client: { id: string; scopes: readonly string[] };
  signal: { name: string; workflows: readonly string[] };
}

/** The Cedar request of a signal. */
export function signalRequest({ client, signal }: SignalQuestion): PolicyRequest {
  const principal = { type: 'Client', id: client.id };
  const resource = { type: 'Signal', id: signal.name };
  return {
    principal,
    action: 'SendSignal',
    resource,
    context: {},
    entities: [
      { uid: principal, attrs: { scopes: [...client.scopes] }, parents: [] },
      { uid: resource, attrs: { workflows: [...signal.workflows] }, parents: [] },
    ],
  };
}
