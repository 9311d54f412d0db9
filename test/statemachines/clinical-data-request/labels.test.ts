import { readFileSync } from 'node:fs';
import { folderFiles } from '../../../lib/compile/folder.ts';
import { check } from '../../../lib/workflow/check.ts';

const folder = 'statemachines/clinical-data-request';
const text = readFileSync(`${folder}/workflow.yaml`, 'utf8');

/** What `validate` says after one change, with the line that it draws. */
function validated(from: string, to: string) {
  expect(text.split(from)).toHaveLength(2);
  const changed = text.replace(from, to);
  const { problems } = check(changed, folderFiles(folder));
  const line = (number: number) => changed.split('\n')[number - 1]!.trim();
  return problems.map((problem) => ({ ...problem, text: line(problem.line) }));
}

test('a pseudonymiser that no longer promises to redact is a label-leak where its records leave', () => {
  expect(validated('    redacts: [pii]\n', '')).toMatchObject([
    {
      code: 'label-leak',
      severity: 'error',
      text: "records: '{% $steps.records %}'",
      message: "this is labelled 'pii.health', and would reach the tool 'release-records'",
    },
  ]);
});

test('a map that hands out the record itself is one, too', () => {
  const leaks = validated("output: '{% $steps.hide.record %}'", "output: '{% $steps.read.record %}'");
  expect(leaks.filter(({ code }) => code === 'label-leak').map((leak) => leak.text)).toEqual([
    "records: '{% $steps.records %}'",
  ]);
});

test('a workspace outside the Union may not have them, pseudonyms or not', () => {
  const from = "nothing is downloaded from them', residency: eu";
  const leaks = validated(from, from.replace('eu', 'us'));
  expect(leaks).toMatchObject([{ code: 'label-leak', message: expect.stringContaining('residency.eu') }]);
});

test('patients may not be told to the bus', () => {
  const detail = "detail: { request: '{% $input.request %}', records: '{% $steps.release.records %}' }";
  const leaks = validated(detail, detail.replace('release.records', 'cohort.patients'));
  expect(leaks).toMatchObject([{ code: 'label-leak', message: expect.stringContaining('an event') }]);
});
