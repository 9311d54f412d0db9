import * as z from 'zod';
import type { Entity, EntityRef } from './request.ts';

/** People of a tenant and their roles: `policies/directory.yaml`, or what an identity provider gives in that shape. */
const person = z.strictObject({
  /** Appears in the audit chain, so it says nothing about the person. */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(1),
  email: z.email(),
  roles: z.array(z.string()).min(1),
  manager: z.string().optional(),
  /** Id of whoever stands in for them. */
  delegate: z.string().optional(),
});
export type Person = z.infer<typeof person>;

const directory = z
  .strictObject({ roles: z.record(z.string(), z.string()), people: z.array(person) })
  .superRefine(({ roles, people }, context) => {
    const ids = new Set(people.map(({ id }) => id));
    for (const id of twice(people.map((person) => person.id))) context.addIssue(`two people have the id ${id}`);
    for (const email of twice(people.map((person) => person.email.toLowerCase())))
      context.addIssue(`two people have the address ${email}`);
    for (const { id, roles: held, manager, delegate } of people) {
      for (const role of held) if (!(role in roles)) context.addIssue(`${id} holds ${role}, which is no role here`);
      if (manager && !ids.has(manager)) context.addIssue(`the manager of ${id}, ${manager}, is not in the directory`);
      if (delegate && !ids.has(delegate))
        context.addIssue(`the delegate of ${id}, ${delegate}, is not in the directory`);
    }
  });
export type Directory = z.infer<typeof directory>;

const twice = (names: readonly string[]): Set<string> =>
  new Set(names.filter((name, index) => names.indexOf(name) !== index));

/** Reads a directory. Throws one error that lists all that is wrong with it. */
export function readDirectory(data: unknown): Directory {
  const parsed = directory.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new Error(`directory of people: ${z.prettifyError(parsed.error)}`);
}

export const peopleIn = ({ people }: Directory, role: string): Person[] =>
  people.filter(({ roles }) => roles.includes(role));

export const personByEmail = ({ people }: Directory, email: string): Person | undefined =>
  people.find((someone) => someone.email.toLowerCase() === email.toLowerCase());

const roleRef = (id: string): EntityRef => ({ type: 'Role', id });

export const personRef = (id: string): EntityRef => ({ type: 'Person', id });

/** A person as policies see them: nothing but what they hold. */
export const personEntity = ({ id, roles }: Pick<Person, 'id' | 'roles'>): Entity => ({
  uid: personRef(id),
  attrs: {},
  parents: roles.map(roleRef),
});
