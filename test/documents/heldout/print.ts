import { PDFDocument, rgb, StandardFonts } from 'pdf-lib';

export type Font = 'Helvetica' | 'TimesRoman' | 'Courier';
const COLUMN = 5;

/** Prints the text of a paper on an A4 page, in proportional type too: what ends a column ends there, what begins one begins there. */
export async function print(text: string, family: Font): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const page = pdf.addPage([595, 842]);
  const font = await pdf.embedFont(StandardFonts[family]);
  const size = family === 'Courier' ? 8.2 : 9.2;
  for (const [row, line] of text.split('\n').entries()) {
    for (const match of line.matchAll(/[^ ]+(?: [^ ]+)*/g)) {
      const isNumber = match.index > 40 && /[\d%€:]$|kr$/.test(match[0]);
      const end = 36 + (match.index + match[0].length) * COLUMN;
      const x = isNumber ? end - font.widthOfTextAtSize(match[0], size) : 36 + match.index * COLUMN;
      page.drawText(match[0], { x, y: 800 - row * 14, size, font, color: rgb(0.1, 0.1, 0.1) });
    }
  }
  return pdf.save();
}

/** Whether the standard fonts of PDF, which know Western Europe only, can write a text. */
export const isPrintable = (text: string): boolean => /^[\x20-\x7e\u00a0-\u00ff€\n]*$/.test(text);
