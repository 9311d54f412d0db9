import { PAYLOAD_LIMIT } from '../../../asl/limits.ts';
import { AwsError } from '../../service.ts';

/** The input of an execution: JSON text of bounded size. @throws AwsError InvalidExecutionInput */
export function checkInput(input: string): void {
  if (Buffer.byteLength(input) > PAYLOAD_LIMIT) {
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: 'The input is larger than ${PAYLOAD_LIMIT} bytes'`,
    );
  }
  try {
    JSON.parse(input);
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${(error as Error).message}'`);
  }
}
