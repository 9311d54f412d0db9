/** Filter patterns: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
import { AwsError } from '../../service.ts';

/**
 * Whether a line holds every term of the pattern; `-term` must be absent, `"two words"` belong together.
 * @throws AwsError `InvalidParameterException` for patterns on JSON or columns, which are not offered here
 */
export function linePattern(pattern: string): (line: string) => boolean {
  if (/^\s*[{[%]|(^|\s)\?/.test(pattern))
    throw new AwsError(
      'InvalidParameterException',
      `The local region knows only plain terms in filter patterns, not ${pattern}`,
    );
  const terms = [...pattern.matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)].map(([, minus, quoted, bare]) => ({
    wanted: minus === '',
    text: quoted ?? bare ?? '',
  }));
  return (line) => terms.every(({ wanted, text }) => line.includes(text) === wanted);
}
