/** The functions of the region: configurations of `$LATEST` and of published versions, and aliases. */
import { type Records, records } from '../../records.ts';
import { AwsError, type Region } from '../../service.ts';
import { type FunctionName, parseName } from './names.ts';
import type { LogLevel } from './runtime/messages.ts';

/** The configuration of one version of a function, as the region keeps it. */
export interface FunctionVersion {
  name: string;
  /** `$LATEST` or a number as text. */
  version: string;
  description: string;
  /** Folder of the unpacked code. */
  code: string;
  /** Content hash of the code, base64. */
  codeSha256: string;
  handler: string;
  runtime: string;
  architectures: string[];
  role: string;
  /** Seconds. */
  timeout: number;
  /** MB */
  memorySize: number;
  /** MB */
  ephemeralStorage: number;
  environment: Record<string, string>;
  /** Address of the region when the environment was set, which addresses in it begin with; absent in older state files. */
  endpoint?: string | undefined;
  logGroup: string;
  logFormat: 'Text' | 'JSON';
  logLevel: LogLevel;
  tracing: 'Active' | 'PassThrough';
  deadLetterArn?: string | undefined;
  kmsKeyArn?: string | undefined;
  reservedConcurrency?: number | undefined;
  tags: Record<string, string>;
  revisionId: string;
  /** Milliseconds since the epoch. */
  lastModified: number;
}

export interface Alias {
  name: string;
  functionName: string;
  version: string;
  description: string;
  revisionId: string;
}

export interface Functions {
  readonly versions: Records<FunctionVersion>;
  readonly aliases: Records<Alias>;
  /** `arn:aws:lambda:<region>:<account>:function:<name>[:<qualifier>]` */
  arn(name: string, qualifier?: string): string;
  /** Name and qualifier of what a caller wrote: name, partial ARN or ARN. */
  parse(functionName: string, qualifier?: string): FunctionName;
  /** The version that a name and qualifier mean. Throws `ResourceNotFoundException`. */
  resolve(target: FunctionName): FunctionVersion;
  /** Removes a function with all its versions and aliases. */
  remove(name: string): void;
}

export function functions(region: Region): Functions {
  const versions = records<FunctionVersion>(region.store, 'lambda_versions');
  const aliases = records<Alias>(region.store, 'lambda_aliases');
  const arn = (name: string, qualifier?: string) =>
    `arn:aws:lambda:${region.name}:${region.account}:function:${name}${qualifier ? `:${qualifier}` : ''}`;
  return {
    versions,
    aliases,
    arn,
    parse: (functionName, qualifier) => parseName(functionName, qualifier),
    resolve({ name, qualifier = '$LATEST' }) {
      const version = aliases.get(key(name, qualifier))?.version ?? qualifier;
      const found = versions.get(key(name, version));
      if (found) return found;
      const target = arn(name, qualifier === '$LATEST' ? undefined : qualifier);
      throw new AwsError('ResourceNotFoundException', `Function not found: ${target}`, 404, { Type: 'User' });
    },
    remove: (name) =>
      region.store.transaction(() => {
        for (const { version } of versions.list(key(name, ''))) versions.delete(key(name, version));
        for (const alias of aliases.list(key(name, ''))) aliases.delete(key(name, alias.name));
      }),
  };
}

/** Key of a version or an alias in the store. */
export function key(name: string, qualifier: string): string {
  return `${name}:${qualifier}`;
}
