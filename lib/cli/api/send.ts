import { Failure } from '../command.ts';
import { ApiFailure, type Problem } from './failure.ts';

export interface ApiRequest {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: string | URLSearchParams;
}

/** Milliseconds. The API itself gives up after 30 seconds. */
const PATIENCE = 60_000;

/** Sends one request. Throws `ApiFailure` for what the API refuses, `Failure` where no API answers. */
export async function send(url: string, { method, path, headers = {}, body }: ApiRequest): Promise<unknown> {
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(`${url}${path}`, { method, headers, signal, ...(body !== undefined && { body }) }).catch(
    (error: Error) => {
      throw unreachable(url, error);
    },
  );
  const answer = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiFailure(response.status, (answer ?? {}) as Problem);
  if (answer === undefined) throw new Failure(`${url} answers, but not as Countersign’s API does; check --endpoint`);
  return answer;
}

function unreachable(url: string, error: Error): Failure {
  const { code, message } = (error.cause ?? error) as NodeJS.ErrnoException;
  const why = error.name === 'TimeoutError' ? `no answer within ${PATIENCE / 1000} s` : message || code;
  return new Failure(
    `${url} does not answer (${why}); is it running? Start the local region with: npx countersign dev`,
  );
}
