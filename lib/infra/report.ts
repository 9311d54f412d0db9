import { App } from 'aws-cdk-lib';
import type { Site, Wanted } from './site.ts';

/** How far a synthesis is: handlers bundled, of all; then the stacks are written. */
export interface SynthesisProgress {
  done: number;
  total: number;
  what: string;
}

/** Context that keeps CDK from copying code into the assembly; `DISABLE_ASSET_STAGING_CONTEXT` of its cx-api. */
const UNSTAGED = 'aws:cdk:disable-asset-staging';

/** So many handlers are bundled together: more would be a little faster, and nobody would see how far it is. */
const TOGETHER = 16;

/**
 * Bundles all functions of a site's deployment, telling how far it is. Which ones there are is known by building the
 * constructs once with no code in them, which takes a fraction of a second.
 */
export function prepare(
  site: Site,
  build: (app: App, site: Site) => void,
  report: (progress: SynthesisProgress) => void,
): void {
  const wanted: Wanted[] = [];
  const code: Site['code'] = (...each) => {
    wanted.push(each);
    return import.meta.dirname;
  };
  build(new App({ autoSynth: false, context: { [UNSTAGED]: true } }), { ...site, code });
  // Functions of the same handler share its code, so they go together.
  const handlers = [...Map.groupBy(wanted, ([entry]) => entry)];
  const total = handlers.length;
  for (let done = 0; done < total; done += TOGETHER) {
    const some = handlers.slice(done, done + TOGETHER);
    report({ done, total, what: some.map(([entry]) => entry.replace(`${site.root}/`, '')).join(', ') });
    site.prepare(some.flatMap(([, functions]) => functions));
  }
  report({ done: total, total, what: '' });
}
