import * as z from 'zod';
import { AwsError, type Region } from '../../../service.ts';
import { integer, operation } from '../../../shape.ts';
import { type Alias, type Functions, key } from '../functions.ts';
import { pointAlias, publish, published } from '../versions.ts';
import { configuration } from './describe.ts';

const publishing = z.strictObject({
  FunctionName: z.string(),
  CodeSha256: z.string().optional(),
  Description: z.string().optional(),
});
const listing = z.strictObject({
  FunctionName: z.string(),
  Marker: z.string().optional(),
  MaxItems: integer.optional(),
});
const aliasing = z.strictObject({
  FunctionName: z.string(),
  Name: z.string(),
  FunctionVersion: z.string(),
  Description: z.string().default(''),
});
const aliased = z.strictObject({ FunctionName: z.string(), Name: z.string() });

/** PublishVersion, ListVersionsByFunction, CreateAlias, GetAlias. */
export function publishOperations(region: Region, functions: Functions) {
  return {
    ...operation('PublishVersion', publishing, (input, call) => {
      const { name } = functions.parse(input.FunctionName);
      call.authorize('lambda:PublishVersion', functions.arn(name));
      const options = { description: input.Description, codeSha256: input.CodeSha256 };
      const fn = publish(region, functions, name, options);
      return configuration(fn, functions.arn(name, fn.version));
    }),
    ...operation('ListVersionsByFunction', listing, (input, call) => {
      const { name } = functions.parse(input.FunctionName);
      call.authorize('lambda:ListVersionsByFunction', functions.arn(name));
      const all = [functions.resolve({ name }), ...published(functions, name)];
      return { Versions: all.map((fn) => configuration(fn, functions.arn(name, fn.version))) };
    }),
    ...operation('CreateAlias', aliasing, (input, call) => {
      const { name: functionName } = functions.parse(input.FunctionName);
      call.authorize('lambda:CreateAlias', functions.arn(functionName));
      const alias = { functionName, name: input.Name, version: input.FunctionVersion, description: input.Description };
      if (functions.aliases.get(key(functionName, input.Name))) throw aliasExists(functions, functionName, input.Name);
      return shown(functions, pointAlias(functions, { ...alias, revisionId: region.id(16) }));
    }),
    ...operation('GetAlias', aliased, (input, call) => {
      const { name } = functions.parse(input.FunctionName);
      call.authorize('lambda:GetAlias', functions.arn(name, input.Name));
      const alias = functions.aliases.get(key(name, input.Name));
      if (alias) return shown(functions, alias);
      const message = `Cannot find alias arn: ${functions.arn(name, input.Name)}`;
      throw new AwsError('ResourceNotFoundException', message, 404, { Type: 'User' });
    }),
  };
}

function aliasExists(functions: Functions, functionName: string, name: string): AwsError {
  const message = `Alias already exists: ${functions.arn(functionName, name)}`;
  return new AwsError('ResourceConflictException', message, 409, { Type: 'User' });
}

const shown = (functions: Functions, alias: Alias) => ({
  AliasArn: functions.arn(alias.functionName, alias.name),
  Name: alias.name,
  FunctionVersion: alias.version,
  Description: alias.description,
  RevisionId: alias.revisionId,
});
