import { UNSURE } from './layout.ts';
import type { Reading } from './read.ts';

/**
 * The document as models read it: `<document source="ocr" quality="0.93">` around the pages, a form feed between them.
 * `quality` is the lowest page confidence. Doubtful words stand in the text as ‹word?›.
 * The text is what a stranger sent: it can neither close the element nor forge a mark of certainty.
 */
export function documentPrompt(reading: Reading): string {
  const source = reading.pages.some((page) => page.source === 'ocr') ? 'ocr' : 'text';
  const quality = Math.min(...reading.pages.map((page) => page.confidence));
  const text = reading.pages
    .map((page) => page.text.replace(/<(?=\s*\/?\s*document)/gi, '&lt;').replaceAll('\f', ' '))
    .join('\n\f\n');
  return `<document source="${source}" quality="${quality.toFixed(2)}" pages="${reading.pageCount}" language="${reading.language}">\n${text}\n</document>`;
}

export { UNSURE };
