import { filesOf } from '../../lib/workflow/files.ts';
import { modelOf } from '../../lib/workflow/model.ts';
import { read } from '../../lib/workflow/read.ts';
import { LARGEST, travelOf } from '../../lib/workflow/travel/limits.ts';

const text = (maxLength?: number) =>
  `{ type: string${maxLength ? `, maxLength: ${maxLength}, pattern: '^[a-z]*$'` : ''} }`;
const tool = (name: string, max?: number) =>
  `  ${name}: { handler: ./t.ts, timeout: 10s, input: { type: object }, output: { type: object, required: [t], additionalProperties: false, properties: { t: ${text(max)} } } }\n`;

function travel(steps: string, input = '{ type: object }') {
  const head = 'apiVersion: countersign/v1\nname: example\nversion: 1.0.0\ndeadline: 1d\n';
  const tools = `tools:\n${tool('large')}${tool('small', 1000)}`;
  const { workflow } = read(`${head}input: ${input}\n${tools}steps:\n${steps}`);
  return travelOf(modelOf(workflow!, filesOf({ './t.ts': '' })));
}

const step = (id: string, name: string, input = '{}') =>
  `  - { id: ${id}, kind: tool, tool: ${name}, input: ${input} }\n`;
const bytes = ({ parcels, bytesOf }: ReturnType<typeof travel>, what: string) =>
  bytesOf(parcels.find((parcel) => parcel.what.includes(what))!);

test('one large output travels with the usual limit, however large it may be', () => {
  const { inline } = travel(step('a', 'large') + step('b', 'small', "{ a: '{% $steps.a %}' }"));
  expect(inline.size).toBe(0);
});

test('several that are handed on together share what a state takes; small ones keep theirs', () => {
  const all = "{ a: '{% $steps.a %}', b: '{% $steps.b.t %}', c: '{% $steps.c %}' }";
  const known = travel(step('a', 'large') + step('b', 'large') + step('c', 'small') + step('d', 'small', all));
  expect([...known.inline.keys()]).toEqual(['a', 'b']);
  expect(known.inline.get('a')).toBeLessThan(128 * 1024);
  expect(known.inline.get('a')).toBeGreaterThan(120 * 1024);
  expect(bytes(known, "'d'")).toBeLessThanOrEqual(LARGEST);
  expect(bytes(known, "'d'")).toBeGreaterThan(LARGEST - 16);
});

test('different members of the input are together no larger than the input; the same one twice is twice as large', () => {
  const input = '{ type: object, properties: { x: { type: string }, y: { type: string } } }';
  const different = travel(step('a', 'small', "{ x: '{% $input.x %}', y: '{% $input.y %}' }"), input);
  expect(bytes(different, "'a'")).toBeLessThan(LARGEST);
  const same = travel(step('a', 'small', "{ x: '{% $input.x %}', y: '{% $input.x %}' }"), input);
  expect(bytes(same, "'a'")).toBeGreaterThan(LARGEST);
});

test('a list takes what its items give as often as there may be items, so each travels with less', () => {
  const input = '{ type: object, required: [l], properties: { l: { type: array, items: { type: integer } } } }';
  const map = (most: number) => `  - id: m
    kind: map
    items: '{% $input.l %}'
    maxItems: ${most}
    steps: [{ id: a, kind: tool, tool: large }]
    output: '{% $steps.a %}'
`;
  const hundred = travel(map(100), input);
  expect(hundred.inline.get('a')).toBeGreaterThan(1900);
  expect(bytes(hundred, "list that 'm'")).toBeLessThanOrEqual(LARGEST);
  const thousands = travel(map(5000), input);
  expect(bytes(thousands, "list that 'm'")).toBeGreaterThan(LARGEST);
});

test.each([
  ["'{% $input.x & $input.x %}'", true],
  ["'{% $string($input) %}'", true],
  ['\'{% $join($input.l, ", ") %}\'', false],
  ['\'{% $input.l[$ != "x"] %}\'', false],
  ['\'{% $formatNumber(12, "0") %}\'', false],
  ["'{% $map($input.l, function($e) { $e & $e }) %}'", true],
  ["'{% $run.id %}'", false],
])('%s of an unbounded input is too large: %s', (expression, isTooLarge) => {
  const input = '{ type: object, properties: { x: { type: string }, l: { type: array, items: { type: string } } } }';
  const known = travel(step('a', 'small', `{ v: ${expression} }`), input);
  expect(bytes(known, "'a'") > LARGEST).toBe(isTooLarge);
});
