import { countersign } from './terminal.ts';

test('help names every command and goes to stdout', async () => {
  const { out, err, code } = await countersign('--help');
  for (const name of ['dev', 'demo', 'validate', 'compile', 'asl', 'runs', 'approvals', 'audit', 'doctor', 'policy'])
    expect(out).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
  expect([err, code]).toEqual(['', 0]);
});

test('the version is printed', async () => {
  expect(await countersign('--version')).toEqual({ out: '0.1.0\n', err: '', code: 0 });
});

test.each([
  [['dmeo'], 'Did you mean demo?'],
  [['runs', 'lst'], 'Did you mean list?'],
  [['runs', 'list', '--jsn'], 'Did you mean --json?'],
  [['audit', 'verfy', 'x'], 'Did you mean verify?'],
])('%j is wrong usage, and what was meant is suggested', async (args, says) => {
  const { out, err, code } = await countersign(...args);
  expect([out, err.includes(says), code]).toEqual(['', true, 2]);
});

test.each([[['runs', 'show']], [['runs', 'start']], [['audit', 'export', 'abc']], [['compile']]])(
  '%j lacks an argument: it says which, and where help is',
  async (args) => {
    const { out, err, code } = await countersign(...args);
    expect([out, code]).toEqual(['', 2]);
    expect(err).toMatch(/missing required argument|not specified/);
    expect(err).toContain('--help');
  },
);

test.each([[['runs']], [['approvals']], [['audit']], [['asl']], [['policy']], [[]]])(
  '%j alone shows what there is to choose from, and is wrong usage',
  async (args) => {
    const { out, err, code } = await countersign(...args);
    expect([out, code]).toEqual(['', 2]);
    expect(err).toContain('Commands:');
  },
);

test('help of a command tells its options', async () => {
  const { out, code } = await countersign('help', 'audit');
  expect([out.includes('verify [options] <file>'), code]).toEqual([true, 0]);
});

test.each([
  [['dev', '--port', 'x'], '--port x: a port is a number'],
  [['dev', '--port', '-1'], '--port'],
  [['dev', '--port', '65535'], '--port 65535: a port is a number'],
  [['dev', '--clock', 'sun'], '--clock sun: the clock is real or virtual'],
  [['demo', '--only', 'none.pdf'], 'no such document: none.pdf; there are alpenwerk-chf.pdf'],
])('%j is wrong usage before anything is started', async (args, says) => {
  const { err, code } = await countersign(...args);
  expect([err.includes(says), code]).toEqual([true, 2]);
});
