import { Paper, SOFT } from './paper.ts';

const BODY = [
  'Dear Ms Okafor,',
  '',
  'Thank you for meeting us in Leeds last Thursday. We enjoyed hearing how your team has rebuilt the',
  'reconciliation desk, and we would like to continue the conversation about a joint pilot in the autumn.',
  '',
  'As agreed, my colleague Peter Lang will send the outline of the pilot by the end of next week. It will name',
  'the people involved, the systems we would touch and the questions we still have to answer together.',
  '',
  'Please let me know whether the second or the third week of May suits you for a visit to our offices. We',
  'would cover travel, and the visit would take one day.',
  '',
  'Yours sincerely,',
  '',
  '',
  'Amelia Hollis',
  'Director of Partnerships',
];

/** A letter: a page that is no invoice and does not look like one. */
export async function letter(): Promise<Uint8Array> {
  const paper = await Paper.create('TimesRoman');
  paper.text('Hollis Wren Advisory LLP', 70, 80, 17, true);
  paper.lines(['3 Quayside', 'Newcastle upon Tyne NE1 3DE'], 70, 98, 9.5, 13, SOFT);
  paper.lines(['Ms Ada Okafor', 'Meridian Asset Services Ltd', '4 Cannon Yard', 'London EC4R 2TT'], 70, 160, 11);
  paper.right('24 March 2026', 525, 160, 11);
  paper.text('A joint pilot in the autumn', 70, 262, 12, true);
  paper.lines(BODY, 70, 290, 11, 16);
  return paper.save();
}
