import type { Terminal } from './command.ts';
import { doctor } from './doctor.ts';

/** Answers where `npm ci` has not run yet: `doctor` works, everything else says what is missing. Other errors are thrown on. */
export async function withoutPackages(error: unknown, args: readonly string[], terminal: Terminal): Promise<void> {
  const missing = /^Cannot find package '([^']+)'/.exec((error as Error).message)?.[1];
  if (!missing) throw error;
  if (args[0] === 'doctor') return doctor({ json: args.includes('--json') }, terminal);
  terminal.err(`countersign: the packages are not installed (${missing} is missing); install them with: npm ci\n`);
  terminal.exit(1);
}
