/** What a failed delivery means: whether trying again can help, and the code that its dead letter carries. */
import type { AwsError } from '../service.ts';

export interface Failure {
  code: string;
  message: string;
  /** Trying again cannot help until someone changes something. */
  permanent: boolean;
}

/** By the name of the error; the first that matches counts. */
const CODES: readonly [RegExp, string, boolean][] = [
  [/AccessDenied|NotAuthorized/, 'NO_PERMISSIONS', true],
  [/NoSuchEntity/, 'FAILED_TO_ASSUME_ROLE', true],
  [/NotFound|DoesNotExist|NoSuch|UnknownService/, 'NO_RESOURCE', true],
  [/InvalidJson/, 'INVALID_JSON', true],
  [/Throttl|TooManyRequests|LimitExceeded/, 'THROTTLING', false],
  [
    /Validation|InvalidParameter|InvalidRequest|MissingParameter|UnknownOperation|InvalidArn/,
    'INVALID_PARAMETER',
    true,
  ],
];

const OTHER = [/./, 'ERROR_FROM_TARGET', false] as const;

export function failureOf(error: AwsError): Failure {
  const [, code, permanent] = CODES.find(([name]) => name.test(error.code)) ?? OTHER;
  return { code, permanent, message: `${error.code}: ${error.message}` };
}
