import { confidentlyWrong, heldOut, measure } from '../../documents/heldout/measure.ts';

// Twelve layouts × fourteen manners of writing that were not there when the rules were written.
const measured = measure(heldOut(20260105, 1));

const KEY = ['number', 'issueDate', 'total', 'currency'];

test('of 168 unseen invoices no number, date, total or currency is confidently wrong', () => {
  expect(confidentlyWrong(measured.wrongs).filter((one) => KEY.includes(one.field))).toEqual([]);
});

test.each([
  ['documentType', 0.98],
  ['supplier', 0.98],
  ['customer', 0.97],
  ['number', 0.98],
  ['issueDate', 0.98],
  ['dueDate', 0.97],
  ['currency', 0.98],
  ['lines', 0.98],
  ['subtotal', 0.98],
  ['tax', 0.98],
  ['total', 0.99],
])('%s is read right in at least %d of them', (field, least) => {
  expect(measured.rights[field]).toBeGreaterThanOrEqual(least);
});

test('four in five need nobody, the rest ask for a person', () => {
  expect(measured.straight).toBeGreaterThan(0.8);
});
