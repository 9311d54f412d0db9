import { type Expr, GIVES, SOURCE } from './expression.ts';

/**
 * Records what is read off it: `reference('$steps').reserve.amount` is the expression `$steps.reserve.amount`. Names that
 * JSONata would read otherwise go between backticks. Throws where JavaScript would compute with it, since the value is
 * known only when the run gets there.
 */
export function reference(source: string): Expr<unknown> & Record<string, unknown> {
  return new Proxy(Object.freeze({ [SOURCE]: source }), {
    get: (_, key) => (typeof key === 'symbol' ? own(source, key) : reference(`${source}${step(key)}`)),
    has: (_, key) => key === SOURCE,
    set: () => refuse(source, 'be changed'),
  }) as never;
}

function own(source: string, key: symbol): unknown {
  if (key === SOURCE) return source;
  if (key === GIVES || key === Symbol.toStringTag) return undefined;
  return refuse(source, 'be computed with in TypeScript');
}

const refuse = (source: string, what: string): never => {
  throw new Error(`${source} is known only when the run gets there, so it cannot ${what}; write JSONata: expr\`…\``);
};

/** Words that are operators of JSONata. */
const WORDS = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function']);

/** One name, as it stands behind a reference. */
function step(name: string): string {
  if (/^\d+$/.test(name)) return `[${name}]`;
  if (name.includes('`')) throw new Error(`JSONata cannot name ${JSON.stringify(name)}: it holds a backtick`);
  return /^[A-Za-z_]\w*$/.test(name) && !WORDS.has(name) ? `.${name}` : `.\`${name}\``;
}
