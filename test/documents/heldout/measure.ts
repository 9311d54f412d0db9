import { extract } from '../../../lib/agents/rules/extract.ts';
import { readSheet } from '../../../lib/agents/rules/page.ts';
import { checkArithmetic } from '../../../lib/documents/arithmetic.ts';
import { type Fields, SURE, unsure } from '../../../lib/documents/fields.ts';
import { dice, type Made, makeBill } from './bills.ts';
import { MANNERS } from './manners.ts';
import { score, type Verdict } from './score.ts';
import { TEMPLATES } from './templates.ts';

/** Every template in every manner, `each` times, from a seed: the same set for the same seed. */
export function heldOut(seed: number, each: number): { name: string; made: Made; text: string }[] {
  return Object.entries(TEMPLATES).flatMap(([template, lay], t) =>
    MANNERS.flatMap((manner, m) =>
      Array.from({ length: each }, (_, i) => {
        const made = makeBill(manner, dice(seed * 1_000_003 + i * 7919 + m * 101 + t * 1009));
        return { name: `${template} ${manner.code} seed ${seed} #${i}`, made, text: lay(made) };
      }),
    ),
  );
}

/** What the rules read off a text. */
export const readText = (text: string, source = 'text', quality = 1): Fields =>
  extract(readSheet(`<document source="${source}" quality="${quality}">\n${text}\n</document>`)!);

export type Measured = { rights: Record<string, number>; wrongs: (Verdict & { name: string })[]; straight: number };

/** The share of right answers per field, the wrong ones, and the share of papers that need no person. */
export function measure(papers: { name: string; made: Made; text: string }[]): Measured {
  const read = papers.map((paper) => ({ ...paper, fields: readText(paper.text) }));
  const verdicts = read.flatMap(({ name, made, fields }) =>
    score(made.expected, fields).map((one) => ({ ...one, name })),
  );
  const rights = Object.fromEntries(
    [...new Set(verdicts.map((one) => one.field))].map((field) => {
      const all = verdicts.filter((one) => one.field === field);
      return [field, all.filter((one) => one.right).length / all.length];
    }),
  );
  const straight =
    read.filter(({ fields }) => unsure(fields).length === 0 && checkArithmetic(fields).agrees).length / read.length;
  return { rights, wrongs: verdicts.filter((one) => !one.right), straight };
}

/** Wrong answers that nobody would have looked at. */
export const confidentlyWrong = (wrongs: Measured['wrongs']) => wrongs.filter((one) => one.sure >= SURE);
