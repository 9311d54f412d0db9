/** A cursor over the text of an expression. */
export class Reader {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.position >= this.text.length;
  }

  get peek(): string {
    return this.text[this.position] ?? '';
  }

  take(token: string): boolean {
    const found = this.text.startsWith(token, this.position);
    if (found) this.position += token.length;
    return found;
  }

  expect(token: string): void {
    if (!this.take(token)) throw new SyntaxError(`'${this.text}' should have '${token}' at ${this.position}`);
  }

  space(): void {
    this.match(/^\s+/);
  }

  match(pattern: RegExp): string | undefined {
    const found = pattern.exec(this.text.slice(this.position))?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  integer(): number {
    const digits = this.match(/^-?\d+/);
    if (digits === undefined) throw new SyntaxError(`'${this.text}' should have a whole number at ${this.position}`);
    return Number(digits);
  }

  /** A string in single or double quotes; a backslash takes the next character as it is. */
  quoted(): string {
    const quote = this.peek;
    let value = '';
    for (this.position++; !this.done; this.position++) {
      if (this.peek === '\\') this.position++;
      else if (this.take(quote)) return value;
      value += this.peek;
    }
    throw new SyntaxError(`'${this.text}' has a string that does not end`);
  }

  list<T>(element: () => T): T[] {
    const elements: T[] = [];
    do {
      this.space();
      elements.push(element());
      this.space();
    } while (this.take(','));
    return elements;
  }
}
