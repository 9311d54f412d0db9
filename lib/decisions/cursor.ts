/** What is wrong with a cell, `offset` characters into it. */
export class CellProblem extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** A place in the text of a cell. Patterns are sticky, and white space before them is skipped. */
export class Cursor {
  readonly text: string;
  private position = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Where the next thing to read begins. */
  get at(): number {
    while (/\s/.test(this.text[this.position] ?? '')) this.position++;
    return this.position;
  }

  /** What stands next, if it is this. */
  look(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  take(pattern: RegExp): string | undefined {
    const found = this.look(pattern);
    this.position += found?.length ?? 0;
    return found;
  }

  need(pattern: RegExp, expected: string): string {
    const found = this.take(pattern);
    if (found === undefined) throw this.unexpected(expected);
    return found;
  }

  end(expected: string): void {
    if (this.at < this.text.length) throw this.unexpected(expected);
  }

  unexpected(expected: string, at = this.at): CellProblem {
    const rest = this.text.slice(at, at + 20);
    return this.problem(`expected ${expected}, found ${rest ? `'${rest}'` : 'the end of the cell'}`, at);
  }

  problem(message: string, at = this.at): CellProblem {
    return new CellProblem(message, at);
  }
}
