import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { check, type Surroundings } from '../../lib/workflow/check.ts';
import { RULES } from '../../lib/workflow/checks/index.ts';
import type { Directory } from '../../lib/workflow/directory.ts';
import type { Files } from '../../lib/workflow/files.ts';
import { type Expected, expectedIn } from './expect.ts';

const root = join(import.meta.dirname, 'fixtures');
const fixtures = readdirSync(root).flatMap((code) =>
  readdirSync(join(root, code))
    .filter((name) => name.endsWith('.yaml') && name !== 'directory.yaml')
    .map((name) => ({
      code,
      name,
      text: readFileSync(join(root, code, name), 'utf8'),
      files: filesAt(join(root, code)),
      surroundings: surroundingsAt(join(root, code)),
    })),
);

/** Handlers and instructions exist unless they are called missing; schemas stand beside the fixture. */
function filesAt(folder: string): Files {
  return {
    exists: (path) => !path.includes('missing') && (!isSchema(path) || existsSync(join(folder, path))),
    read: (path) => (isSchema(path) ? readFileSync(join(folder, path), 'utf8') : ''),
  };
}

/** Rules about people are asked where a directory stands beside the fixtures. */
function surroundingsAt(folder: string): Surroundings {
  const file = join(folder, 'directory.yaml');
  return existsSync(file) ? { directory: parse(readFileSync(file, 'utf8')) as Directory } : {};
}

const isSchema = (path: string) => path.includes('.schema.') || path.endsWith('.json');

const byPlace = (a: Expected, b: Expected) =>
  a.line - b.line || a.column - b.column || a.code.localeCompare(b.code) || (a.fix ?? '').localeCompare(b.fix ?? '');

test.each(fixtures)('$code/$name has exactly the problems it marks', ({ text, files, surroundings }) => {
  const expected = expectedIn(text).toSorted(byPlace);
  const found = check(text, files, surroundings).problems.map(({ line, column, code, fix }) => ({
    line,
    column,
    code,
    ...(fix && { fix }),
  }));
  expect(found.toSorted(byPlace).map((problem, index) => like(problem, expected[index]))).toEqual(expected);
});

/** A fixture names a fix only where the fix is part of what it shows. */
function like({ fix, ...problem }: Expected, mark: Expected | undefined): Expected {
  return mark && !mark.fix ? problem : { ...problem, ...(fix && { fix }) };
}

test.each(RULES)('$code has a fixture that breaks it and one that keeps it', ({ code }) => {
  const own = fixtures.filter((fixture) => fixture.code === code).map(({ text }) => expectedIn(text));
  expect(own.some((expected) => expected.some((problem) => problem.code === code))).toBe(true);
  expect(own.some((expected) => expected.length === 0)).toBe(true);
});

test('every message is a sentence without a full stop, and every rule has the name of its file', () => {
  const messages = fixtures.flatMap(({ text, files, surroundings }) =>
    check(text, files, surroundings).problems.map(({ message }) => message),
  );
  expect(messages.filter((message) => message.endsWith('.') || message.length < 10)).toEqual([]);
  for (const { code } of RULES)
    expect(existsSync(join(import.meta.dirname, `../../lib/workflow/checks/${code}.ts`))).toBe(true);
});
