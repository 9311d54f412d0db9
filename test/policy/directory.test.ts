import { expect, test } from '@jest/globals';
import { readDirectory } from '../../lib/policy/directory.ts';

const person = (id: string, email: string) => ({ id, name: 'Someone', email, roles: ['lead'] });
const directory = (...people: object[]) => ({ roles: { lead: 'Leads' }, people });

test('a directory of different people is read', () => {
  const { people } = readDirectory(directory(person('p-a', 'a@example.com'), person('p-b', 'b@example.com')));
  expect(people.map(({ id }) => id)).toEqual(['p-a', 'p-b']);
});

test('two people of one id or one address are refused: a decision would be of either', () => {
  const twice = directory(person('p-a', 'a@example.com'), person('p-a', 'A@example.com'));
  expect(() => readDirectory(twice)).toThrow(
    /two people have the id p-a[\s\S]*two people have the address a@example\.com/,
  );
});

test('all that is wrong is said at once', () => {
  const wrong = directory({ ...person('p-a', 'a@example.com'), roles: ['ghost'], manager: 'p-x', delegate: 'p-y' });
  expect(() => readDirectory(wrong)).toThrow(/ghost[\s\S]*p-x[\s\S]*p-y/);
});
