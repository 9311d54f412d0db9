/**
 * An error of the language on its way outwards. `step` is missing where nobody has said yet which step it is: what a
 * choice or a wait cannot evaluate has no catcher of its own.
 */
export class Problem extends Error {
  readonly step: string | undefined;

  constructor(name: string, message: string, step?: string) {
    super(message);
    this.name = name;
    this.step = step;
  }

  /** As `$error` shows it; `around` is the step that it came out of, if it does not know its own. */
  seen(around = ''): { name: string; message: string; step: string } {
    return { name: this.name, message: this.message, step: this.step ?? around };
  }
}

/** It belongs to no step that could be caught, and ends everything up to the next branch or item around it. */
export const isUncaught = (problem: Problem | undefined): boolean =>
  problem !== undefined && problem.step === undefined;

/** What AWS calls an error that is one of ours: nothing has happened, or it may have. */
const CLASSES: Record<string, readonly string[]> = {
  Retryable: ['Lambda.TooManyRequestsException', 'Lambda.EC2ThrottledException', 'Lambda.ResourceNotReadyException'],
  Ambiguous: [
    'States.Timeout',
    'Sandbox.Timedout',
    'Lambda.Unknown',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
  ],
};

/** Whether an error is one of those that a retry policy or an error handler names. */
export const isAmong = (error: string, names: readonly string[]): boolean =>
  names.some((name) => name === error || CLASSES[name]?.includes(error));

/** The effect may have happened. A defect of a tool may have struck before or after it. */
export const leavesDoubt = (error: string): boolean => isAmong(error, ['Ambiguous', 'Defect']);
