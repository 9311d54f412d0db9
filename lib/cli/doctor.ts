import { existsSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Command } from 'commander';
import { painter } from './colours.ts';
import type { Terminal } from './command.ts';
import { DEFAULT_DATA } from './local-note.ts';
import { sourceTree } from './source-tree.ts';

/** One thing that must be right, what it is like here, and the command that mends it. */
interface Check {
  name: string;
  ok: boolean;
  found: string;
  /** Absent when nothing needs mending, or it is only good to know. */
  mend?: string;
}

export const command = (program: Command, terminal: Terminal): void => {
  program
    .command('doctor')
    .description('say what is missing on this machine, and how to mend it')
    .option('--json', 'print only JSON')
    .action((flags: { json?: boolean }) => doctor(flags, terminal));
};

async function doctor({ json }: { json?: boolean }, terminal: Terminal): Promise<void> {
  const checks = [node(), dependencies(), disk(), await port(4600), account(), browser()];
  const ok = checks.every((check) => check.ok);
  terminal.out(json ? `${JSON.stringify({ ok, checks })}\n` : textOf(checks, painter(terminal.colour.out)));
  terminal.exit(ok ? 0 : 1);
}

function textOf(checks: readonly Check[], paint: ReturnType<typeof painter>): string {
  const lines = checks.map(({ name, ok, found, mend }) => {
    const mark = ok ? paint('cyan', 'ok     ') : paint('red', 'MISSING');
    return `${mark}  ${name.padEnd(14)} ${found}${mend ? `\n         mend it: ${mend}` : ''}`;
  });
  return `${lines.join('\n')}\n`;
}

function node(): Check {
  const ok = Number(process.versions.node.split('.')[0]) >= 24;
  const mend = 'npm ci installs Node 24 beside the project; run through npm or npx';
  return { name: 'Node', ok, found: process.version, ...(!ok && { mend }) };
}

function dependencies(): Check {
  const missing = ['esbuild', 'aws-cdk-lib', 'tesseract.js', '@cedar-policy/cedar-wasm'].filter(
    (name) => !existsSync(join(sourceTree(), 'node_modules', name)),
  );
  const ok = missing.length === 0;
  return {
    name: 'Packages',
    ok,
    found: ok ? 'installed' : `missing: ${missing.join(', ')}`,
    ...(!ok && { mend: 'npm ci' }),
  };
}

/** The first start writes about 150 MB of bundles and assembly. */
const NEEDED = 500 * 2 ** 20;

function disk(): Check {
  const { bavail, bsize } = statfsSync(sourceTree());
  const free = bavail * bsize;
  const ok = free > NEEDED;
  return {
    name: 'Disk',
    ok,
    found: `${Math.round(free / 2 ** 20)} MB free`,
    ...(!ok && { mend: 'free some space, or use --data on another disk' }),
  };
}

async function port(number: number): Promise<Check> {
  const free = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(number, '127.0.0.1', () => server.close(() => resolve(true)));
  });
  const running = existsSync(join(DEFAULT_DATA, 'local.json'));
  const found = free
    ? `${number} is free`
    : `${number} is taken${running ? ', perhaps by a region that is running' : ''}`;
  return { name: 'Port', ok: true, found, ...(!free && { mend: 'npx countersign dev --port 0 takes any free port' }) };
}

/** Only a deployment to AWS needs one. */
function account(): Check {
  const set = ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SESSION_TOKEN'].filter((name) => process.env[name]);
  const found =
    set.length > 0
      ? `${set.join(', ')} set`
      : 'no AWS credentials here; not needed on this machine, only by cdk deploy';
  return { name: 'AWS account', ok: true, found };
}

function browser(): Check {
  const found = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
  return {
    name: 'Browser',
    ok: true,
    found: found ?? 'no chromium; only the browser tests need it, and they say that they are skipped',
  };
}
