/** A token bucket for each stage and route: `burst` at once, `rate` a second in the long run. */
import type { Stage, Throttling } from '../apis.ts';

export interface Throttle {
  /** Whether a request at `now` (milliseconds) may pass. */
  admits(stage: Stage, routeKey: string, now: number): boolean;
}

interface Bucket {
  tokens: number;
  at: number;
}

export function throttle(): Throttle {
  const buckets = new Map<string, Bucket>();
  return {
    admits(stage, routeKey, now) {
      const settings = stage.routeThrottling[routeKey] ?? stage.throttling;
      if (settings.rate === undefined && settings.burst === undefined) return true;
      const key = `${stage.apiId}/${stage.name}/${stage.routeThrottling[routeKey] ? routeKey : ''}`;
      const bucket = filled(buckets.get(key), settings, now);
      buckets.set(key, bucket);
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
  };
}

function filled(bucket: Bucket | undefined, { rate = 10_000, burst = 5000 }: Throttling, now: number): Bucket {
  if (!bucket) return { tokens: burst, at: now };
  return { tokens: Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * rate), at: now };
}
