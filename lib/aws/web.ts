import type { WebPorts } from '../control/web/ports.ts';
import { Terminal } from '../engine/errors.ts';
import { controlPorts } from './control.ts';
import { env } from './env.ts';
import { bucket } from './objects.ts';

/** What the pages need, on AWS. */
export const webPorts = (): WebPorts => ({
  ...controlPorts(),
  url: env('COUNTERSIGN_URL'),
  pageImage,
});

const documents = bucket('documents');

const pageImage = (key: string): Promise<Uint8Array | undefined> =>
  documents.get(key).catch((error: unknown) => {
    if (error instanceof Terminal && error.name === 'NoSuchKey') return undefined;
    throw error;
  });
