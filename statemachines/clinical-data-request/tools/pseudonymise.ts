import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Record {
  patient: string;
  name: string;
  birthDate: string;
  postcode: string;
  sex: string;
  diagnoses: string[];
  labs: { code: string; value: number }[];
  genome: string[];
}

type Field = 'diagnoses' | 'labs' | 'genome';

interface Input {
  request: string;
  record: Record;
  fields: Field[];
}

export const handler = defineTool({
  effect: async ({ input: { request, record, fields }, key, signal }: EffectCall<Input>) => {
    const body = { request, patient: record.patient };
    const answer = await system('trust-centre').post('/pseudonyms', body, { idempotencyKey: key, signal });
    return { record: withoutPerson(record, (answer as { pseudonym: string }).pseudonym, fields) };
  },
});

/** What is named here is kept, and nothing else: a member that the hospital adds one day stays in the hospital. */
function withoutPerson({ birthDate, postcode, sex, ...medical }: Record, pseudonym: string, fields: Field[]) {
  const asked = Object.fromEntries(fields.map((field) => [field, medical[field]]));
  return { pseudonym, birthYear: Number(birthDate.slice(0, 4)), region: postcode.slice(0, 2), sex, ...asked };
}
