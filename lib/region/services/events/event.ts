/** Events as targets see them. https://docs.aws.amazon.com/eventbridge/latest/userguide/aws-events.html */
export interface BusEvent {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  /** ISO 8601 in whole seconds. */
  time: string;
  region: string;
  resources: readonly string[];
  detail: object;
}

/** `2026-01-05T09:00:00Z` */
export function eventTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}
