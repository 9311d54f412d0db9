/** What the guard refuses, and what it lets through. */

/** A connection, look-up or process that was refused because it would leave this machine, or could. */
export class EgressError extends Error {
  readonly code = 'ERR_REGION_EGRESS';
  /** `sqs.eu-central-1.amazonaws.com:443`, or the name that was to be looked up. */
  readonly host: string;

  constructor(what: string, host: string, advice: string = USE_LOOPBACK) {
    super(`The local region refused ${what}${host}: only loopback is reachable. ${advice}`);
    this.name = 'EgressError';
    this.host = host;
  }
}

const USE_LOOPBACK =
  'Use a client without an endpoint of its own (AWS_ENDPOINT_URL is set), or serve what you need on 127.0.0.1.';

/** Whether a host name or address means this machine. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|::1|(0*:)+0*1|::ffff:127(\.\d{1,3}){3})$/.test(name);
}
