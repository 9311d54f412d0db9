import { Reader } from '../jsonpath/reader.ts';
import type { Json } from '../types.ts';

/** The syntax tree of a call such as `States.Format('{} of {}', $.a, States.ArrayLength($.list))`. */
export type Expression =
  | { kind: 'call'; name: string; arguments: Expression[]; text: string }
  | { kind: 'path'; path: string }
  /** Text between quotes as written: `States.Format` must see which braces are escaped. */
  | { kind: 'string'; raw: string }
  | { kind: 'literal'; value: Json };

/** @throws SyntaxError naming the place. */
export function parseIntrinsic(text: string): Expression {
  const reader = new Reader(text);
  const expression = parseExpression(reader);
  reader.space();
  if (!reader.done) throw new SyntaxError(`'${text}' has an unexpected '${reader.peek}' at ${reader.position}`);
  return expression;
}

function parseExpression(reader: Reader): Expression {
  reader.space();
  if (reader.peek === "'") return { kind: 'string', raw: parseString(reader) };
  if (reader.peek === '$') return { kind: 'path', path: parsePathText(reader) };
  const literal = reader.match(/^(null|true|false|-?\d+(\.\d+)?([eE][+-]?\d+)?)(?=\s*[,)])/);
  if (literal !== undefined) return { kind: 'literal', value: JSON.parse(literal) as Json };
  return parseCall(reader);
}

function parseCall(reader: Reader): Expression {
  const start = reader.position;
  const name = reader.match(/^States\.[A-Za-z0-9]+/);
  if (name === undefined) throw new SyntaxError(`'${reader.text}' should have an argument at ${reader.position}`);
  reader.space();
  reader.expect('(');
  reader.space();
  const list = reader.peek === ')' ? [] : reader.list(() => parseExpression(reader));
  reader.expect(')');
  return { kind: 'call', name, arguments: list, text: reader.text.slice(start, reader.position) };
}

function parseString(reader: Reader): string {
  const quoted = reader.match(/^'(?:[^'\\]|\\['{}\\])*'/);
  if (quoted === undefined) {
    throw new SyntaxError(`'${reader.text}' has a string at ${reader.position} with a wrong escape or without its end`);
  }
  return quoted.slice(1, -1);
}

/** A path ends at the comma or bracket that belongs to the call around it. */
function parsePathText(reader: Reader): string {
  const path = reader.match(
    /^\$(?:\[(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\((?:[^()]|\([^()]*\))*\)|[^\]'"(])*\]|[^,)([\s])*/,
  );
  return path as string;
}
