import { dirname } from 'node:path';

/** The folder that holds `statemachines/`, `policies/` and `lambdas/`. */
export const sourceTree = (): string => dirname(dirname(import.meta.dirname));
