import type { Records } from '../../../records.ts';
import { type Functions, key } from '../functions.ts';

/** AWS::Lambda::EventInvokeConfig of one qualifier. */
export interface EventInvokeConfig {
  /** Seconds. */
  maximumAge: number;
  maximumRetries: number;
  onSuccess?: string | undefined;
  onFailure?: string | undefined;
}

/** By function name and qualifier, as `key` makes them. */
export type EventInvokeConfigs = Records<EventInvokeConfig>;

const DEFAULTS: EventInvokeConfig = { maximumAge: 6 * 3600, maximumRetries: 2 };

/** What holds for asynchronous invocations of this ARN. */
export function settingsOf(configs: EventInvokeConfigs, functions: Functions, arn: string): EventInvokeConfig {
  const { name, qualifier = '$LATEST' } = functions.parse(arn);
  return configs.get(key(name, qualifier)) ?? DEFAULTS;
}
