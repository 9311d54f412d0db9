import { AwsError } from '../../../service.ts';
import { pattern } from '../../events/pattern/pattern.ts';
import type { Mapping } from './mapping.ts';

/**
 * Whether a record is for the function: one of the mapping's patterns matches. A `body` that is JSON is matched as
 * JSON. Throws `InvalidParameterValueException` for a pattern that is none.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export function recordFilter({ FilterCriteria }: Pick<Mapping, 'FilterCriteria'>): (record: object) => boolean {
  const matchers = (FilterCriteria?.Filters ?? []).map(({ Pattern }) => compiled(Pattern));
  if (matchers.length === 0) return () => true;
  return (record) => {
    const parsed = 'body' in record ? { ...record, body: parsedBody(record.body) } : record;
    return matchers.some((matches) => matches(parsed));
  };
}

function compiled(text: string): ReturnType<typeof pattern> {
  try {
    return pattern(text);
  } catch (error) {
    throw new AwsError(
      'InvalidParameterValueException',
      `Invalid filter pattern definition: ${(error as Error).message}`,
    );
  }
}

function parsedBody(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return body;
  }
}
