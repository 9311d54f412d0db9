import * as z from 'zod';
import { AwsError } from '../../../service.ts';
import { integer, operation } from '../../../shape.ts';
import type { Functions, FunctionVersion } from '../functions.ts';

const named = z.strictObject({ FunctionName: z.string(), Qualifier: z.string().optional() });
const listed = z.strictObject({
  FunctionVersion: z.literal('ALL').optional(),
  Marker: z.string().optional(),
  MaxItems: integer.optional(),
});

/** GetFunction, GetFunctionConfiguration, ListFunctions. */
export function describeOperations(functions: Functions) {
  const shown = (fn: FunctionVersion, qualifier?: string) => configuration(fn, functions.arn(fn.name, qualifier));
  return {
    ...operation('GetFunction', named, (input, call) => {
      const target = functions.parse(input.FunctionName, input.Qualifier);
      call.authorize('lambda:GetFunction', functions.arn(target.name, target.qualifier));
      const fn = functions.resolve(target);
      const { reservedConcurrency } = functions.resolve({ name: fn.name });
      return {
        Configuration: shown(fn, target.qualifier),
        Code: { RepositoryType: 'S3', Location: `file://${fn.code}` },
        Tags: fn.tags,
        ...(reservedConcurrency !== undefined && {
          Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
        }),
      };
    }),
    ...operation('GetFunctionConfiguration', named, (input, call) => {
      const target = functions.parse(input.FunctionName, input.Qualifier);
      call.authorize('lambda:GetFunctionConfiguration', functions.arn(target.name, target.qualifier));
      return shown(functions.resolve(target), target.qualifier);
    }),
    ...operation('ListFunctions', listed, (input, call) => {
      call.authorize('lambda:ListFunctions', '*');
      const all = functions.versions.list().filter(({ version }) => input.FunctionVersion || version === '$LATEST');
      const { page, marker } = pageOf(all, input.Marker, input.MaxItems ?? 50);
      return {
        Functions: page.map((fn) => shown(fn, fn.version === '$LATEST' ? undefined : fn.version)),
        ...(marker && { NextMarker: marker }),
      };
    }),
  };
}

function pageOf<T>(all: T[], from: string | undefined, size: number): { page: T[]; marker: string | undefined } {
  const start = from === undefined ? 0 : Number(Buffer.from(from, 'base64url'));
  if (!Number.isInteger(start))
    throw new AwsError('InvalidParameterValueException', `The marker ${from} is not one of ours`);
  const end = start + size;
  const marker = end < all.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { page: all.slice(start, end), marker };
}

/** FunctionConfiguration: https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
export function configuration(fn: FunctionVersion, arn: string): object {
  return {
    FunctionName: fn.name,
    FunctionArn: arn,
    Runtime: fn.runtime,
    Role: fn.role,
    Handler: fn.handler,
    CodeSha256: fn.codeSha256,
    Description: fn.description,
    Timeout: fn.timeout,
    MemorySize: fn.memorySize,
    LastModified: new Date(fn.lastModified).toISOString(),
    Version: fn.version,
    Environment: { Variables: fn.environment },
    TracingConfig: { Mode: fn.tracing },
    Architectures: fn.architectures,
    EphemeralStorage: { Size: fn.ephemeralStorage },
    LoggingConfig: { LogFormat: fn.logFormat, LogGroup: fn.logGroup, ...levels(fn) },
    PackageType: 'Zip',
    RevisionId: fn.revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    ...(fn.deadLetterArn && { DeadLetterConfig: { TargetArn: fn.deadLetterArn } }),
    ...(fn.kmsKeyArn && { KMSKeyArn: fn.kmsKeyArn }),
  };
}

/** Text lines have no level to choose by. */
const levels = ({ logFormat, logLevel }: FunctionVersion) =>
  logFormat === 'JSON' && { ApplicationLogLevel: logLevel, SystemLogLevel: 'INFO' };
