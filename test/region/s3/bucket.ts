/** S3 in a fake region that has a folder of its own, for tests. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Principal, Service, Store } from '../../../lib/region/service.ts';
import { s3 } from '../../../lib/region/services/s3/index.ts';
import { FakeRegion } from '../fake-region.ts';

export class DiskRegion extends FakeRegion {
  override readonly dataDir: string;

  constructor(dataDir = mkdtempSync(join(tmpdir(), 's3-')), store?: Store, clock?: FakeRegion['clock']) {
    super(store, clock);
    this.dataDir = dataDir;
  }

  /** Names of the contents that are files. */
  files(): string[] {
    return readdirSync(join(this.dataDir, 's3'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name);
  }
}

export interface Subject {
  region: DiskRegion;
  service: Service;
  // biome-ignore lint/suspicious/noExplicitAny: every operation has its own shape
  run(operation: string, input: object, principal?: Principal): Promise<any>;
  /** Another S3 on what this one left, as after a kill. */
  again(): Subject;
  remove(): void;
}

export function subject(region = new DiskRegion()): Subject {
  const service = s3(region);
  void service.start?.();
  return {
    region,
    service,
    run: (operation, input, principal) => region.run(service, operation, input, principal),
    again: () => subject(new DiskRegion(region.dataDir, region.store, region.clock)),
    remove: () => rmSync(region.dataDir, { recursive: true, force: true }),
  };
}

export const bytes = (size: number, of = 'x') => new Uint8Array(Buffer.alloc(size, of));
