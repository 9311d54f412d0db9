import { readConfig } from '../../lib/infra/config.ts';

const read = (context: Record<string, unknown>) => readConfig((key) => context[key]);

test('without context a deployment is that of the example tenant', () => {
  expect(read({})).toMatchObject({ tenant: 'acme', region: 'eu-central-1', retentionDays: 3650 });
});

test('numbers come as text from the command line', () => {
  expect(read({ retentionDays: '30' }).retentionDays).toBe(30);
});

test('everything that is wrong is told at once, with what was given and what was expected', () => {
  const wrong = {
    tenant: 'Acme Inc',
    region: 'frankfurt',
    account: '12',
    mailFrom: 'nobody',
    retentionDays: '0',
    model: '',
  };
  const complaint = () => read(wrong);
  for (const [key, value] of Object.entries(wrong)) expect(complaint).toThrow(`-c ${key}=${JSON.stringify(value)}: `);
  expect(complaint).toThrow(/such as acme/);
});

test.each(['a', 'A', '-a', 'a_b', 'a#b', 'a*', 'x'.repeat(22), '', 'T#acme'])('%j is no tenant', (tenant) => {
  expect(() => read({ tenant })).toThrow(/-c tenant=/);
});
