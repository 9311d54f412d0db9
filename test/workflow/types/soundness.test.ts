import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import jsonata from 'jsonata';
import { functions } from '../../../lib/asl/jsonata/functions.ts';
import { checkTemplate } from '../../../lib/workflow/types/check-template.ts';
import { fromSchema } from '../../../lib/workflow/types/from-schema.ts';
import { includes } from '../../../lib/workflow/types/meet.ts';
import { inferSource } from '../../../lib/workflow/types/template.ts';
import { isNever } from '../../../lib/workflow/types/type.ts';
import { expression } from '../support/expressions-of.ts';
import { anySchema, instanceOf, objectSchema } from '../support/schemas.ts';

const ajv = new Ajv2020({ strict: false });
const RUNS = { numRuns: Number(process.env.RUNS ?? 80) };
const EXTRAS = functions(0, { uuid: () => 'u', number: () => 0.5 } as never);

/** What an expression gives, as JSON; `failed` where JSONata throws or the number is none that JSON knows. */
async function evaluated(source: string, bindings: Record<string, unknown>): Promise<{ value: unknown } | 'failed'> {
  try {
    const value = await jsonata(source).evaluate(undefined, { ...EXTRAS, ...structuredClone(bindings) });
    let finite = true;
    const text = JSON.stringify(value, (_, each) => {
      if (typeof each === 'number' && !Number.isFinite(each)) finite = false;
      return each;
    });
    return finite ? { value: value === undefined ? undefined : JSON.parse(text) } : 'failed';
  } catch {
    return 'failed';
  }
}

test('every value of a schema belongs to its type', () => {
  const cases = anySchema.chain((schema) => fc.tuple(fc.constant(schema), instanceOf(schema)));
  fc.assert(
    fc.property(cases, ([schema, value]) => {
      fc.pre(ajv.validate(schema, value));
      expect(includes(fromSchema(schema), value)).toBe(true);
    }),
    RUNS,
  );
});

test('what an expression gives belongs to its type, or it fails', async () => {
  const cases = fc.tuple(objectSchema, anySchema).chain(([input, item]) => {
    const values = fc.tuple(fc.array(instanceOf(input), { minLength: 3, maxLength: 3 }), instanceOf(item));
    return fc.tuple(fc.constant(input), fc.constant(item), values, expression);
  });
  await fc.assert(
    fc.asyncProperty(cases, async ([input, item, [inputs, one], source]) => {
      fc.pre(ajv.validate(item, one));
      const type = inferSource(source, { input: fromSchema(input), item: fromSchema(item) });
      for (const value of inputs.filter((each) => ajv.validate(input, each))) {
        const result = await evaluated(source, { input: value, item: one });
        if (result === 'failed') continue;
        const member = includes(type, result.value);
        if (!member)
          throw new Error(
            `${source} gives ${JSON.stringify(result.value)}, not of ${JSON.stringify(type)}, for ${JSON.stringify(value)}`,
          );
        expect(isNever(type)).toBe(false);
      }
    }),
    RUNS,
  );
});

test('a template that is said to be wrong for certain is refused, or one of its expressions fails', async () => {
  const cases = fc.tuple(objectSchema, anySchema).chain(([input, wanted]) => {
    const values = fc.array(instanceOf(input), { minLength: 3, maxLength: 3 });
    return fc.tuple(fc.constant(input), fc.constant(wanted), values, expression);
  });
  await fc.assert(
    fc.asyncProperty(cases, async ([input, wanted, inputs, source]) => {
      const schema = { type: 'object', properties: { a: wanted }, required: ['a'] };
      const found = checkTemplate(
        { a: `{% ${source} %}` },
        { input: fromSchema(input), item: fromSchema({ type: 'object' }) },
        schema,
      );
      if (!found.some(({ certain }) => certain)) return;
      for (const value of inputs.filter((each) => ajv.validate(input, each))) {
        const result = await evaluated(source, { input: value, item: {} });
        const refused = result === 'failed' || result.value === undefined || !ajv.validate(schema, { a: result.value });
        if (!refused)
          throw new Error(
            `${source} gives ${JSON.stringify(result.value)}, which ${JSON.stringify(wanted)} accepts; said ${JSON.stringify(found)}`,
          );
      }
    }),
    RUNS,
  );
});
