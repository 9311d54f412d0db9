import type { Region } from '../../../service.ts';
import type { FunctionVersion } from '../functions.ts';

/**
 * All of an environment's variables: the function's own and those that Lambda defines.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function variables(region: Region, fn: FunctionVersion, logStream: string): Record<string, string> {
  const { accessKeyId, secretAccessKey } = region.credentials(fn.role, fn.name);
  return {
    ...here(region, fn),
    _HANDLER: fn.handler,
    AWS_REGION: region.name,
    AWS_DEFAULT_REGION: region.name,
    AWS_ENDPOINT_URL: region.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: fn.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    LAMBDA_TASK_ROOT: fn.code,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
  };
}

/** AWS never moves, a region may have another port now: what a version has frozen, as the address of a queue, moves along. */
function here({ endpoint }: Region, fn: FunctionVersion): Record<string, string> {
  const { environment, endpoint: before = endpoint } = fn;
  if (before === endpoint) return environment;
  const moved = Object.entries(environment).map(([name, value]) => [
    name,
    value.replaceAll(`${before}/`, `${endpoint}/`),
  ]);
  return Object.fromEntries(moved);
}

/** Those that a function may not set itself. */
export const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);
