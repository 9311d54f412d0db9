import { AwsError } from '../../../service.ts';

/** A pattern that is not one, with the path to what is wrong. */
export class PatternError extends AwsError {
  constructor(path: string, reason: string) {
    const place = path && `at ${path.replace(/\.$/, '')}: `;
    super('InvalidEventPatternException', `Event pattern is not valid. Reason: ${place}${reason}`);
  }
}
