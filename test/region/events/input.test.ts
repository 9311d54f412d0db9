import { expect, test } from '@jest/globals';
import { checkInput, inputOf } from '../../../lib/region/services/events/input.ts';

const event = {
  version: '0' as const,
  id: 'e1',
  'detail-type': 'Order paid',
  source: 'app',
  account: '000000000000',
  time: '2026-01-05T09:00:00Z',
  region: 'eu-central-1',
  resources: [],
  detail: { id: 'o"1', amount: 42, lines: [{ sku: 'x' }, { sku: 'y' }] },
};
const occasion = { event, ruleArn: 'arn:rule', ruleName: 'r', ingestedAt: Date.parse('2026-01-05T09:00:01Z') };
const target = { Id: 't', Arn: 'arn:aws:sqs:eu-central-1:000000000000:q' };
const transformed = (InputTemplate: string, InputPathsMap: Record<string, string> = {}) =>
  inputOf({ ...target, InputTransformer: { InputTemplate, InputPathsMap } }, occasion);

test('without an input the target gets the event', () => {
  expect(JSON.parse(inputOf(target, occasion))).toEqual(event);
});

test('a constant, a part, or a template stand in for the event', () => {
  expect(inputOf({ ...target, Input: '{"a":1}' }, occasion)).toBe('{"a":1}');
  expect(inputOf({ ...target, InputPath: '$.detail.lines[1].sku' }, occasion)).toBe('"y"');
  expect(inputOf({ ...target, InputPath: '$.detail.lines[*].sku' }, occasion)).toBe('["x","y"]');
});

test('a variable is a JSON value, and inside a string a part of it', () => {
  const paths = { id: '$.detail.id', amount: '$.detail.amount', lines: '$.detail.lines', none: '$.detail.none' };
  const result = transformed(
    '{"id":<id>,"amount":<amount>,"lines":<lines>,"none":<none>,"text":"<id> for <amount>"}',
    paths,
  );
  expect(JSON.parse(result)).toEqual({
    id: 'o"1',
    amount: 42,
    lines: event.detail.lines,
    none: '',
    text: 'o"1 for 42',
  });
});

test('the predefined variables name the rule and carry the event', () => {
  const result = transformed(
    '{"r":<aws.events.rule-arn>,"n":"<aws.events.rule-name>","t":<aws.events.event.ingestion-time>,"e":<aws.events.event.json>}',
  );
  expect(JSON.parse(result)).toEqual({ r: 'arn:rule', n: 'r', t: '2026-01-05T09:00:01Z', e: event });
});

test.each([
  [{ Input: 'not json' }, /Input is not JSON/],
  [{ InputPath: 'detail' }, /must begin with \$/],
  [{ InputTransformer: { InputTemplate: '{"a":<b>}' } }, /<b>, which InputPathsMap does not define/],
  [{ InputTransformer: { InputTemplate: 'plain text' } }, /does not give JSON/],
])('%j is refused before any event comes', (input, message) => {
  expect(() => checkInput({ ...target, ...input })).toThrow(message);
});

test('several lines of text are allowed', () => {
  expect(() => checkInput({ ...target, InputTransformer: { InputTemplate: '"one"\n"two"' } })).not.toThrow();
});
