/** One request of one API, from the stage to the answer. */
import { writeLogLine } from '../../delivery/log-line.ts';
import type { Region } from '../../service.ts';
import { type Api, type Apis, childKey, executeArn, type Integration, type Route, type Stage } from './apis.ts';
import { jwtAuthorizers } from './authorizers/jwt.ts';
import { lambdaAuthorizers, type Verdict } from './authorizers/lambda.ts';
import { accessLine, type Visit } from './http/access-log.ts';
import { answerOf } from './http/answer.ts';
import { preflight, withCors } from './http/cors.ts';
import { eventOf, type Surroundings } from './http/event.ts';
import { type Match, match } from './http/match.ts';
import { type HttpRequest, type HttpResponse, NOT_FOUND, SERVER_ERROR, TOO_MANY, UNAVAILABLE } from './http/request.ts';
import { throttle } from './http/throttle.ts';
import { callFunction } from './integration.ts';

export type Exchange = (apiId: string, request: HttpRequest) => Promise<HttpResponse>;

export function exchange(region: Region, apis: Apis): Exchange {
  const bucket = throttle();
  const askFunction = lambdaAuthorizers(region);
  const askIssuer = jwtAuthorizers(region);

  const authorize = async (route: Route, request: HttpRequest, around: Surroundings): Promise<Verdict | undefined> => {
    if (!route.authorizerId) return undefined;
    const authorizer = apis.authorizers.get(childKey(route.apiId, route.authorizerId));
    if (!authorizer) return { refusal: SERVER_ERROR };
    if (authorizer.kind === 'REQUEST') return await askFunction(authorizer, request, around);
    return await askIssuer(authorizer, route.scopes, request, around);
  };

  const integrate = async (route: Route, request: HttpRequest, around: Surroundings): Promise<HttpResponse> => {
    const integration = route.integrationId && apis.integrations.get(childKey(route.apiId, route.integrationId));
    if (!integration) return SERVER_ERROR;
    const path = route.key.split(' ')[1] ?? '';
    const sourceArn = executeArn(region, route.apiId, `${around.stage}/${path ? request.method : '$default'}${path}`);
    const target = { functionArn: integration.functionArn, role: integration.role, sourceArn };
    return await inTime(integration, run(region, target, eventOf(request, around)));
  };

  return async (apiId, request) => {
    const requestId = Buffer.from(region.id(11), 'hex').toString('base64');
    const begun = { at: performance.now(), time: region.clock.now() };
    const api = apis.apis.get(apiId);
    const staged = api && stageOf(apis.stages.list(childKey(apiId, '')), request.path);
    const found = staged && match(apis.routes.list(childKey(apiId, '')), request.method, staged.path);
    const answer = async (): Promise<HttpResponse> => {
      if (!staged) return NOT_FOUND;
      const early = preflight(api.cors, request);
      if (early) return early;
      return withCors(
        api.cors,
        request,
        found ? await routed(api, staged.stage, found, request, requestId) : NOT_FOUND,
      );
    };
    const response = await answer();
    if (staged?.stage.accessLog) {
      const latency = performance.now() - begun.at;
      const known = { accountId: region.account, apiId, stage: staged.stage.name, routeKey: found?.route.key };
      await log(staged.stage.accessLog, { ...known, requestId, time: begun.time, latency, request, response });
    }
    return { ...response, headers: { ...response.headers, 'apigw-requestid': requestId } };
  };

  /** As the region itself: on AWS the policy that lets API Gateway in comes with the setting. */
  async function log({ group, format }: NonNullable<Stage['accessLog']>, visit: Visit): Promise<void> {
    const line = { group, stream: visit.apiId, message: accessLine(format, visit) };
    await writeLogLine(region, { kind: 'root' }, line).catch((error: Error) =>
      region.log('warn', `the access log of API ${visit.apiId} has lost a line: ${error.message}`),
    );
  }

  async function routed(api: Api, stage: Stage, found: Match<Route>, request: HttpRequest, requestId: string) {
    const { route, parameters } = found;
    // Requests come in real time, also where the region's clock is virtual.
    if (!bucket.admits(stage, route.key, performance.now())) return TOO_MANY;
    const around: Surroundings = {
      accountId: region.account,
      apiId: api.id,
      domainName: request.headers.host ?? '127.0.0.1',
      routeKey: route.key,
      stage: stage.name,
      stageVariables: stage.variables,
      pathParameters: parameters,
      requestId,
      time: region.clock.now(),
    };
    const verdict = await authorize(route, request, around);
    if (verdict && 'refusal' in verdict) return verdict.refusal;
    return await integrate(route, request, { ...around, authorizer: verdict?.authorizer });
  }
}

/** A named stage is the first segment of the path; `$default` takes what no other stage does. */
export function stageOf(stages: readonly Stage[], path: string): { stage: Stage; path: string } | undefined {
  const first = path.split('/')[1];
  const named = stages.find(({ name }) => name === first);
  if (named) return { stage: named, path: path.slice(named.name.length + 1) || '/' };
  const stage = stages.find(({ name }) => name === '$default');
  return stage && { stage, path };
}

async function run(region: Region, target: Parameters<typeof callFunction>[1], event: object): Promise<HttpResponse> {
  try {
    const called = await callFunction(region, target, event);
    if ('result' in called) return answerOf(called.result);
    region.log('error', `${target.functionArn} failed behind its API: ${called.error}`);
    return SERVER_ERROR;
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    region.log('error', `${target.functionArn} could not be called by its API: ${message}`);
    return code === 'TooManyRequestsException' ? UNAVAILABLE : SERVER_ERROR;
  }
}

/** The function runs on when the integration's time is over; only the client is answered. */
async function inTime({ timeout }: Integration, work: Promise<HttpResponse>): Promise<HttpResponse> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<HttpResponse>((resolve) => {
    timer = setTimeout(() => resolve(UNAVAILABLE), timeout);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
