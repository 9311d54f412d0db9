import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of our package.json: the source tree, or the installed package, whose own JavaScript stands deeper. */
export const packageRoot = (folder = import.meta.dirname): string =>
  existsSync(join(folder, 'package.json')) ? folder : packageRoot(dirname(folder));
