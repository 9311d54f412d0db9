import * as z from 'zod';
import { AwsError } from '../../../service.ts';
import { operation } from '../../../shape.ts';
import type { Functions } from '../functions.ts';
import type { Permissions } from '../permissions.ts';

const permission = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string().optional(),
  StatementId: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});
const named = z.strictObject({ FunctionName: z.string(), Qualifier: z.string().optional() });

/** AddPermission, GetPolicy. */
export function permitOperations(functions: Functions, permissions: Permissions) {
  const target = (input: { FunctionName: string; Qualifier?: string | undefined }) => {
    const { name, qualifier } = functions.parse(input.FunctionName, input.Qualifier);
    functions.resolve({ name, qualifier });
    return functions.arn(name, qualifier);
  };
  return {
    ...operation('AddPermission', permission, (input, call) => {
      const arn = target(input);
      call.authorize('lambda:AddPermission', arn);
      if (permissions.has(arn, input.StatementId)) throw statementExists(input.StatementId);
      const { StatementId: id, Action: action, Principal: principal, SourceArn, SourceAccount } = input;
      const added = { id, arn, action, principal, sourceArn: SourceArn, sourceAccount: SourceAccount };
      return { Statement: JSON.stringify(permissions.put(added)) };
    }),
    ...operation('GetPolicy', named, (input, call) => {
      const arn = target(input);
      call.authorize('lambda:GetPolicy', arn);
      return { Policy: JSON.stringify(permissions.policy(arn)) };
    }),
  };
}

function statementExists(id: string): AwsError {
  const message = `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`;
  return new AwsError('ResourceConflictException', message, 409, { Type: 'User' });
}
