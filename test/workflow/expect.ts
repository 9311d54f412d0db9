/** The language of the fixtures: what is wrong stands under the line, where a compiler would draw it. */
export interface Expected {
  line: number;
  column: number;
  code: string;
  fix?: string;
}

/**
 * `#     ^ code: fix` marks a column of the line above; `#< code: fix` its first column. `#-2   ^` goes two lines further
 * up, for texts of several lines, which cannot hold a comment.
 */
const MARK = /^\s*#(?:-(\d+))?(?:<|\s*\^) ([a-z-]+)(?:: (.*))?$/;

/** The problems that a fixture says it has. A fixture without marks says that it has none. */
export function expectedIn(text: string): Expected[] {
  const expected: Expected[] = [];
  let line = 0;
  for (const [index, row] of text.split('\n').entries()) {
    const mark = MARK.exec(row);
    if (!mark) line = index + 1;
    else {
      const column = row.includes('#<') ? 1 : row.indexOf('^') + 1;
      const [, up = 0, code, fix] = mark;
      expected.push({ line: line - Number(up), column, code: code!, ...(fix && { fix }) });
    }
  }
  return expected;
}
