/** A piece of a line between wide gaps, with its columns (0-based, `to` exclusive). */
export type Cell = { text: string; from: number; to: number; row: number; doubts: string[] };
export type Row = { n: number; text: string; cells: Cell[]; page: number };
/** The document as the model sees it: rows of cells, and how sure the reader was. */
export type Sheet = { rows: Row[]; source: 'text' | 'ocr'; quality: number; text: string };

const ELEMENT = /<document([^>]*)>\n?([\s\S]*?)\n?<\/document>/;

/** Takes the document out of a prompt; undefined when there is none. What stands in it is data and is never obeyed. */
export function readSheet(prompt: string): Sheet | undefined {
  const match = ELEMENT.exec(prompt);
  if (!match) return undefined;
  const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(match[1]!)?.[1];
  const quality = Number(attribute('quality') ?? 1);
  const pages = match[2]!.split('\f');
  const rows = pages
    .flatMap((page, i) => page.split('\n').map((line) => ({ line, page: i + 1 })))
    .map(({ line, page }, n) => toRow(line, n, page));
  return {
    rows,
    source: attribute('source') === 'ocr' ? 'ocr' : 'text',
    quality: Number.isFinite(quality) ? quality : 0,
    text: rows.map((row) => row.text).join('\n'),
  };
}

const DOUBT = /‹([^‹›]*)\?›( *)/g;

function toRow(line: string, n: number, page: number): Row {
  const doubts: { word: string; at: number }[] = [];
  let shift = 0;
  const text = line
    .replaceAll('\t', '    ')
    .replace(/[\u00a0\u2000-\u200a\u202f]/g, ' ')
    .replace(DOUBT, (_, word: string, space: string, index: number) => {
      doubts.push({ word, at: index - shift });
      // The three signs of the mark are given back as space where a gap follows, so that columns keep their places.
      const padded = space.length > 1 ? `${space}   ` : space;
      if (space.length <= 1) shift += 3;
      return word + padded;
    });
  const cells = [...text.matchAll(/\S+(?: \S+)*/g)].map((m) => ({
    text: m[0],
    from: m.index,
    to: m.index + m[0].length,
    row: n,
    doubts: [] as string[],
  }));
  for (const { word, at } of doubts) cells.find((cell) => at >= cell.from - 1 && at <= cell.to)?.doubts.push(word);
  return { n, text, cells, page };
}

/** How far the reading of these cells can be trusted, 0..1: written text fully, recognised text by its quality, a doubtful word hardly. */
export function trust(sheet: Sheet, cells: Cell[], value?: string): number {
  if (sheet.source === 'text') return 1;
  const doubtful = cells.some((cell) =>
    cell.doubts.some((word) => value === undefined || value.includes(word) || word.includes(value)),
  );
  if (doubtful) return 0.6;
  if (sheet.quality >= 0.9) return 0.98;
  return sheet.quality >= 0.8 ? 0.95 : sheet.quality >= 0.7 ? 0.85 : 0.7;
}
