import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DEFAULT_DATA, readNote } from '../api/note.ts';
import { sourceTree } from '../source-tree.ts';

/** One thing that must be right, what it is like here, and the command that mends it. */
export interface Check {
  name: string;
  ok: boolean;
  found: string;
  /** Absent when nothing needs mending. */
  mend?: string;
}

/** Everything that the command line, the local region and its tests need of a machine. */
export const checkAll = async (): Promise<Check[]> => [
  node(),
  packages(),
  disk(),
  await port(4600),
  account(),
  browser(),
];

function node(): Check {
  const ok = Number(process.versions.node.split('.')[0]) >= 24;
  const mend = 'npm ci installs Node 24 beside the project; run through npm or npx';
  return { name: 'Node', ok, found: process.version, ...(!ok && { mend }) };
}

function packages(): Check {
  const root = sourceTree();
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object };
  const missing = Object.keys(dependencies).filter((name) => !isInstalled(name));
  const ok = missing.length === 0;
  const found = ok ? 'installed' : `${missing.length} missing: ${missing.slice(0, 3).join(', ')}…`;
  return { name: 'Packages', ok, found, ...(!ok && { mend: 'npm ci' }) };
}

/** Here, or in a folder around, where packages are that somebody else has installed too. */
const isInstalled = (name: string): boolean =>
  createRequire(import.meta.url)
    .resolve.paths(name)
    ?.some((folder) => existsSync(join(folder, name))) ?? false;

/** The first start writes about 1.7 GB: bundles, assembly, and the code that the region unpacks. */
const NEEDED = 2500 * 2 ** 20;

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
  const running = readNote(DEFAULT_DATA);
  const found = free
    ? `${number} is free`
    : `${number} is taken${running ? ', perhaps by the region that runs on this folder' : ''}`;
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
