/** What the region's own services (IAM, STS) see beyond the `Region` that every service gets. */
import type { RegionClock } from './clock.ts';
import type { Identities } from './iam/identities.ts';
import type { Keys } from './iam/keys.ts';
import type { Region } from './service.ts';
import type { RegionStore } from './store.ts';

export interface RegionCore extends Region {
  readonly clock: RegionClock;
  readonly store: RegionStore;
  readonly keys: Keys;
  readonly identities: Identities;
}
