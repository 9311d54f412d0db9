import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from 'pdf-lib';

export type Colour = [number, number, number];
export const INK: Colour = [0.13, 0.14, 0.17];
export const SOFT: Colour = [0.42, 0.45, 0.5];

/** A4 unless said otherwise; y is measured from the top, in points, as one thinks of a page. */
export class Paper {
  readonly pdf: PDFDocument;
  readonly fonts: { plain: PDFFont; bold: PDFFont };
  readonly width: number;
  readonly height: number;
  page: PDFPage;

  private constructor(pdf: PDFDocument, fonts: Paper['fonts'], width: number, height: number) {
    this.pdf = pdf;
    this.fonts = fonts;
    [this.width, this.height] = [width, height];
    this.page = pdf.addPage([width, height]);
  }

  static async create(family: 'Helvetica' | 'TimesRoman' | 'Courier', width = 595, height = 842): Promise<Paper> {
    const pdf = await PDFDocument.create();
    // The same file whenever it is made.
    pdf.setCreationDate(new Date('2026-01-05T08:00:00Z'));
    pdf.setModificationDate(new Date('2026-01-05T08:00:00Z'));
    const bold = family === 'TimesRoman' ? StandardFonts.TimesRomanBold : StandardFonts[`${family}Bold`];
    const fonts = { plain: await pdf.embedFont(StandardFonts[family]), bold: await pdf.embedFont(bold) };
    return new Paper(pdf, fonts, width, height);
  }

  newPage(): void {
    this.page = this.pdf.addPage([this.width, this.height]);
  }

  text(text: string, x: number, y: number, size = 9.5, bold = false, colour = INK): void {
    this.page.drawText(text, {
      x,
      y: this.height - y,
      size,
      font: bold ? this.fonts.bold : this.fonts.plain,
      color: rgb(...colour),
    });
  }

  /** Ends at x. */
  right(text: string, x: number, y: number, size = 9.5, bold = false, colour = INK): void {
    this.text(
      text,
      x - (bold ? this.fonts.bold : this.fonts.plain).widthOfTextAtSize(text, size),
      y,
      size,
      bold,
      colour,
    );
  }

  lines(texts: string[], x: number, y: number, size = 9.5, step = size * 1.35, colour = INK): number {
    for (const [i, text] of texts.entries()) this.text(text, x, y + i * step, size, false, colour);
    return y + texts.length * step;
  }

  box(x: number, y: number, width: number, height: number, colour: Colour): void {
    this.page.drawRectangle({ x, y: this.height - y - height, width, height, color: rgb(...colour) });
  }

  rule(x: number, y: number, to: number, thickness = 0.6, colour = SOFT): void {
    this.page.drawLine({
      start: { x, y: this.height - y },
      end: { x: to, y: this.height - y },
      thickness,
      color: rgb(...colour),
    });
  }

  bar(x: number, y: number, to: number, thickness = 0.6, colour = SOFT): void {
    this.page.drawLine({
      start: { x, y: this.height - y },
      end: { x, y: this.height - to },
      thickness,
      color: rgb(...colour),
    });
  }

  disc(x: number, y: number, radius: number, colour: Colour): void {
    this.page.drawCircle({ x, y: this.height - y, size: radius, color: rgb(...colour) });
  }

  save(): Promise<Uint8Array> {
    return this.pdf.save();
  }
}
