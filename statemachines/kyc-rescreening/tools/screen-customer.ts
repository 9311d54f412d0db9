import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  time: string;
  customer: { customer: string; account: string };
}

/** What the file of a customer says. */
interface File {
  people: { subject: string; name: string; birthDate: string; country: string }[];
  /** Entries of which an officer has said that they are somebody else. */
  cleared: string[];
}

/** Each person is a search of its own; what an officer has cleared before is not new. */
export const handler = defineTool({
  effect: async ({ input: { customer }, key, signal }: EffectCall<Input>) => {
    const path = `/customers/${encodeURIComponent(customer.customer)}`;
    const { people, cleared } = (await system('kyc').get(path, { signal })) as File;
    const search = (person: File['people'][number]) =>
      system('screening').post('/searches', person, { idempotencyKey: `${key}/${person.subject}`, signal });
    const found = (await Promise.all(people.map(search))) as { hits: { entry: string }[] }[];
    const entries = found.flatMap(({ hits }) => hits.map(({ entry }) => entry));
    return { ...customer, entries: [...new Set(entries)].filter((entry) => !cleared.includes(entry)).slice(0, 5) };
  },
});
