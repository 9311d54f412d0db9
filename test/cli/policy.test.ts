import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli/program.ts';

/** Runs the command line and gives what it said and how it ended. */
async function countersign(...args: string[]) {
  const said = { out: '', err: '', exit: 0 };
  await main(args, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    colour: { out: false, err: false },
    exit: (code) => {
      said.exit = code;
    },
  });
  return said;
}

test('policy test says for every example whether it is decided as expected', async () => {
  const { out, exit } = await countersign('policy', 'test', 'policies');
  expect(out).toMatch(/^(ok {4}.*\n)+(\d+) of \2 examples are decided as expected\n$/);
  expect(exit).toBe(0);
});

test('policy test --json gives data, and exit 1 when an example comes out otherwise', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'policies-'));
  cpSync('policies', folder, { recursive: true });
  rmSync(join(folder, 'residency.cedar'));
  const { out, exit } = await countersign('policy', 'test', folder, '--json');
  expect(JSON.parse(out)).toMatchObject({ failed: 1 });
  expect(exit).toBe(1);
  rmSync(folder, { recursive: true });
});
