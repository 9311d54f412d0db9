/** From a request, or a call inside the region, to the operation of a service. */
import type { RegionCore } from './core.ts';
import { checkSignature } from './iam/authenticate.ts';
import { AwsError, type Principal, type Service, type WireRequest, type WireResponse } from './service.ts';
import { readSignature } from './wire/sigv4.ts';

export interface Dispatch {
  readonly services: ReadonlyMap<string, Service>;
  /** Throws `UnknownServiceException`. */
  service(name: string): Service;
  /** For calls inside the region: what they write may not be on the disk yet. */
  call(principal: Principal, service: string, operation: string, input: unknown): Promise<unknown>;
  /** For calls from outside: settles, well or badly, once all that the answer tells of is on the disk. */
  callDurably: Dispatch['call'];
  answer(request: WireRequest): Promise<WireResponse>;
}

/** Services whose clients sign with another name than the service has here. */
const signingNames: Record<string, string> = { 'bedrock-runtime': 'bedrock' };

export function dispatch(region: RegionCore, services: ReadonlyMap<string, Service>): Dispatch {
  const service = (name: string): Service => {
    const found = services.get(signingNames[name] ?? name);
    if (!found) throw new AwsError('UnknownServiceException', `The local region has no service ${name}.`, 404);
    return found;
  };
  const perform = async (principal: Principal, name: string, operation: string, input: unknown): Promise<unknown> => {
    const operations = service(name).operations;
    const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (!run) throw new AwsError('UnknownOperationException', `The local region's ${name} does not know ${operation}.`);
    return run(input, { principal, authorize: region.identities.authorizer(principal) });
  };
  const call: Dispatch['call'] = (principal, name, operation, input) =>
    region.clock.busy(() => perform(principal, name, operation, input));

  const durably = <T>(work: () => T | Promise<T>): Promise<T> =>
    region.clock.busy(async () => {
      try {
        return await work();
      } finally {
        // A refusal, too, tells of what others have written.
        await region.store.durable();
      }
    });
  const callDurably: Dispatch['call'] = (principal, name, operation, input) =>
    durably(() => perform(principal, name, operation, input));

  const signed = async (request: WireRequest): Promise<WireResponse> => {
    const signature = readSignature(request);
    if (!signature) return json(403, { message: 'Missing Authentication Token: the request is not signed.' });
    const target = service(signature.service);
    try {
      const principal = checkSignature(region, request, signature);
      const { operation, input } = target.protocol.decode(request);
      return target.protocol.encode(operation, await callDurably(principal, target.name, operation, input), request);
    } catch (error) {
      return target.protocol.fail(
        asAwsError(error, region, `${target.name} ${request.method} ${request.path}`),
        request,
      );
    }
  };
  const page = async (request: WireRequest): Promise<WireResponse> => {
    const name = request.path.split('/')[2] ?? '';
    if (name === 'health')
      return json(200, { status: 'ok', region: region.name, services: [...services.keys()].sort() });
    const found = services.get(name)?.pages?.(request);
    return found ?? json(404, { message: `The local region has no page at ${request.path}.` });
  };
  const answer = async (request: WireRequest): Promise<WireResponse> => {
    try {
      const response = await (request.path.startsWith('/_region/') ? durably(() => page(request)) : signed(request));
      return { ...response, headers: { 'x-amzn-requestid': region.id(16), ...response.headers } };
    } catch (error) {
      const { code, message, status } = asAwsError(error, region, `${request.method} ${request.path}`);
      return json(status, { __type: code, message });
    }
  };
  return { services, service, call, callDurably, answer };
}

const json = (status: number, body: object): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** A defect of the region reaches the client as a server fault, which its SDK may retry, and the log with its stack. */
function asAwsError(error: unknown, region: RegionCore, what: string): AwsError {
  if (error instanceof AwsError) return error;
  const known = region.store.explain(error);
  const reason = known instanceof Error ? known : new Error(String(known));
  region.log('error', `${what} failed inside the local region: ${reason.message}`, { stack: reason.stack });
  return new AwsError('InternalServerError', `The local region failed: ${reason.message}`, 500);
}
