/** A place in the tokens of one expression, and the errors that name it. */
import type { AwsError } from '../../../service.ts';
import { invalid } from '../errors.ts';
import { type Token, tokens } from './token.ts';

export class Cursor {
  readonly which: string;
  readonly #expression: string;
  readonly #tokens: Token[];
  #next = 0;

  /** `which` is the parameter that holds the expression: `ConditionExpression`. */
  constructor(expression: string, which: string) {
    this.which = which;
    this.#expression = expression;
    this.#tokens = tokens(expression, which);
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)]!;
  }

  take(): Token {
    const token = this.peek();
    this.#next += 1;
    return token;
  }

  /** Takes the next token if it is this symbol or, in any case, this keyword. */
  takeIf(text: string): boolean {
    if (!this.isNext(text)) return false;
    this.#next += 1;
    return true;
  }

  isNext(text: string): boolean {
    return this.peek().text.toUpperCase() === text;
  }

  expect(text: string): void {
    if (!this.takeIf(text)) throw this.unexpected();
  }

  unexpected(): AwsError {
    const token = this.peek();
    const from = this.#tokens[Math.max(this.#next - 1, 0)]!.at;
    const following = this.peek(1);
    const to = following.kind === 'end' ? this.#expression.length : following.at + following.text.length;
    return this.error(`Syntax error; token: "${token.text}", near: "${this.#expression.slice(from, to).trimEnd()}"`);
  }

  error(problem: string): AwsError {
    return invalid(`Invalid ${this.which}: ${problem}`);
  }
}
