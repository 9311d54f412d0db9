/** Prints how well the rules read unseen papers: `node test/documents/heldout/report.ts [seed] [papers per layout and country]`. */
import { confidentlyWrong, heldOut, measure } from './measure.ts';

const [seed = 1, each = 4] = process.argv.slice(2).map(Number);
const papers = heldOut(seed, each);
const { rights, wrongs, straight } = measure(papers);
const sure = confidentlyWrong(wrongs);
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

console.log(`${papers.length} papers, ${percent(straight)} need nobody`);
console.table(
  Object.fromEntries(
    Object.entries(rights).map(([field, share]) => [
      field,
      { right: percent(share), 'sure and wrong': sure.filter((one) => one.field === field).length },
    ]),
  ),
);
for (const { name, field, wanted, got, sure: confidence } of wrongs.slice(0, 40))
  console.log(`${name}: ${field} is ${String(wanted)}, read ${String(got)} (${confidence})`);
