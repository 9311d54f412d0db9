import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds `statemachines/`, `policies/` and `lambdas/`: the source tree, or the installed package, whose own JavaScript stands deeper. */
export const sourceTree = (folder = import.meta.dirname): string =>
  existsSync(join(folder, 'package.json')) ? folder : sourceTree(dirname(folder));
