import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type WithRegion, withRegion } from './with-region.ts';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'bin/countersign.ts');

/** Runs the command line as a process, with these variables of the environment and none about colours. */
function command(args: readonly string[], env: Record<string, string> = {}, at = bin) {
  const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...rest } = process.env;
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const options = { env: { ...rest, ...env }, encoding: 'utf8' } as const;
    execFile(process.execPath, [at, ...args], options, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: this is what colours begin with
const ANSI = /\u001b\[/;

test('on a pipe there are no colours, with FORCE_COLOR there are, and NO_COLOR has the last word', async () => {
  const [pipe, forced, no] = await Promise.all([
    command(['doctor']),
    command(['doctor'], { FORCE_COLOR: '1' }),
    command(['doctor'], { FORCE_COLOR: '1', NO_COLOR: '1' }),
  ]);
  expect([pipe, forced, no].map(({ out }) => ANSI.test(out))).toEqual([false, true, false]);
  expect([pipe.code, pipe.out.includes('Packages'), pipe.err]).toEqual([0, true, '']);
});

test('exit codes reach the shell', async () => {
  const [wrong, failed] = await Promise.all([command(['dmeo']), command(['validate', join(root, 'package.json')])]);
  expect([wrong.code, failed.code]).toEqual([2, 1]);
});

test('a reader that has seen enough is no error', async () => {
  const child = spawn(
    'sh',
    ['-c', `"${process.execPath}" "${bin}" compile statemachines/document-processing | head -c 10`],
    { cwd: root },
  );
  const [out, err] = await Promise.all([child.stdout.toArray(), child.stderr.toArray()]);
  expect([out.join(''), err.join('')]).toEqual([expect.stringMatching(/^\{/), '']);
});

test('doctor works where nothing is installed, and says what to do', async () => {
  const tree = mkdtempSync(join(tmpdir(), 'bare-'));
  for (const part of ['bin', 'lib/cli', 'package.json']) {
    mkdirSync(join(tree, part, '..'), { recursive: true });
    cpSync(join(root, part), join(tree, part), { recursive: true });
  }
  const bare = join(tree, 'bin/countersign.ts');
  const [doctor, other] = await Promise.all([command(['doctor', '--json'], {}, bare), command(['dev'], {}, bare)]);
  rmSync(tree, { recursive: true });
  const { ok, checks } = JSON.parse(doctor.out);
  expect([ok, doctor.code, doctor.err]).toEqual([false, 1, '']);
  expect(checks).toContainEqual(expect.objectContaining({ name: 'Packages', ok: false, mend: 'npm ci' }));
  expect([other.out, other.code]).toEqual(['', 1]);
  expect(other.err).toBe(
    'countersign: the packages are not installed (commander is missing); install them with: npm ci\n',
  );
});

describe('with an API', () => {
  let region: WithRegion;
  beforeAll(async () => {
    region = await withRegion();
  });
  afterAll(() => region.stop());

  test('Ctrl+C ends a command that waits, with 130', async () => {
    region.steer.instead = () => {};
    const child = spawn(process.execPath, [bin, 'runs', 'list', '--data', region.data], { cwd: root });
    while (region.steer.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([130, null]);
  });

  test('what nobody foresaw is called a bug, and shows its stack; nothing goes to stdout', async () => {
    region.steer.instead = (_, response) => void response.end('{}');
    const { out, err, code } = await command(['runs', 'list', '--data', region.data]);
    expect([out, code]).toEqual(['', 1]);
    expect(err).toMatch(/^countersign: this is a bug of ours; .*\nTypeError: .*\n +at /);
  });
});
