import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { misfit } from '../../../lib/workflow/types/fits.ts';
import { fromSchema } from '../../../lib/workflow/types/from-schema.ts';
import { anySchema, instanceOf } from '../support/schemas.ts';

const ajv = new Ajv2020({ strict: false });
const RUNS = { numRuns: Number(process.env.RUNS ?? 80) };

test('what is said to fail for certain is refused, whatever the value', () => {
  const cases = fc
    .tuple(anySchema, anySchema)
    .chain(([from, to]) =>
      fc.tuple(fc.constant(from), fc.constant(to), fc.array(instanceOf(from), { minLength: 4, maxLength: 4 })),
    );
  let told = 0;
  fc.assert(
    fc.property(cases, ([from, to, values]) => {
      const found = misfit(fromSchema(from), to);
      if (!found?.certain) return;
      for (const value of values.filter((each) => ajv.validate(from, each))) {
        told++;
        expect(ajv.validate(to, value)).toBe(false);
      }
    }),
    RUNS,
  );
  expect(told).toBeGreaterThan(RUNS.numRuns);
});

test('a schema fits itself', () => {
  fc.assert(
    fc.property(anySchema, (schema) => expect(misfit(fromSchema(schema), schema)).toBeUndefined()),
    RUNS,
  );
});
