import { AwsError } from '../../service.ts';

export interface FunctionName {
  name: string;
  /** A version number, `$LATEST` or an alias; absent when the caller named the function only. */
  qualifier?: string | undefined;
}

/** `arn:aws:lambda:region:account:function:name:qualifier`, `account:function:name:qualifier` or `name:qualifier`. */
const NAME =
  /^(?:arn:aws[\w-]*:lambda:[a-z0-9-]+:)?(?:\d{12}:)?(?:function:)?(?<name>[\w-]{1,64})(?::(?<qualifier>\$LATEST|[\w-]+))?$/;

/**
 * What a caller means by `FunctionName` and `Qualifier`. Throws `ValidationException` for what is not a name.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_RequestParameters
 */
export function parseName(functionName: string, qualifier?: string): FunctionName {
  const match = NAME.exec(functionName)?.groups;
  if (!match?.name) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${functionName}' at 'functionName' failed to satisfy constraint: ` +
        `Member must satisfy regular expression pattern: ${NAME.source}`,
    );
  }
  if (qualifier !== undefined && match.qualifier !== undefined && qualifier !== match.qualifier) {
    throw new AwsError(
      'InvalidParameterValueException',
      `The derived qualifier from the function name does not match the specified qualifier.`,
    );
  }
  return { name: match.name, qualifier: qualifier ?? match.qualifier };
}
