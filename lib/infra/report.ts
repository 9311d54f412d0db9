import { App } from 'aws-cdk-lib';
import type { Site } from './site.ts';

/** How far a synthesis is: functions bundled, of all; then the stacks are written. */
export interface SynthesisProgress {
  done: number;
  total: number;
  what: string;
}

/** Context that keeps CDK from copying code into the assembly; `DISABLE_ASSET_STAGING_CONTEXT` of its cx-api. */
const UNSTAGED = 'aws:cdk:disable-asset-staging';

/**
 * The same site, telling which function is being bundled. How many there are is known by building the constructs once
 * with no code in them, which takes a fraction of a second.
 */
export function reporting(
  site: Site,
  build: (app: App, site: Site) => void,
  report: (progress: SynthesisProgress) => void,
): Site {
  let total = 0;
  const count: Site['code'] = () => {
    total += 1;
    return import.meta.dirname;
  };
  build(new App({ autoSynth: false, context: { [UNSTAGED]: true } }), { ...site, code: count });
  let done = 0;
  const code: Site['code'] = (entry, parts) => {
    report({ done, total, what: entry.replace(`${site.root}/`, '') });
    const folder = site.code(entry, parts);
    done += 1;
    if (done === total) report({ done, total, what: '' });
    return folder;
  };
  return { ...site, code };
}
