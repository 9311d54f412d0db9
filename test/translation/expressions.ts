import type { Dice } from './dice.ts';

/** An output that expressions can read, by the shape that it has. */
export interface Readable {
  id: string;
  as: 'any' | 'own' | 'approval' | 'table' | 'ask' | 'started' | 'whole' | 'list' | 'loop';
}

interface Seen {
  always: Readable[];
  perhaps: Readable[];
  inMap: boolean;
  inLoop: boolean;
  inHandler: boolean;
}

const member = (id: string): string => (/^[a-z0-9]+$/.test(id) && !['or', 'in', 'and'].includes(id) ? id : `\`${id}\``);
const read = ({ id }: Readable): string => `$steps.${member(id)}`;

/** JSONata for a number in an output; none for a shape that has none. */
const NUMBERS: Record<Readable['as'], (path: string) => string> = {
  any: (path) => `${path}.n`,
  own: () => '$output.n',
  approval: (path) => `${path}.fields.n`,
  table: (path) => `$length(${path}.result.v)`,
  ask: (path) => `$length(${path}.outcome)`,
  started: (path) => `$length(${path}.run)`,
  whole: (path) => `$count($keys(${path}))`,
  list: (path) => `$count(${path})`,
  loop: (path) => `${path}.rounds`,
};

/** Expressions over what is known somewhere. Now and then one that gives nothing. */
export function expressionsOver(dice: Dice, seen: Seen) {
  const { always, perhaps, inMap, inLoop, inHandler } = seen;

  function rawNumber(): string {
    const drawn = dice.below(20);
    if (drawn < 8 && always.length > 0) return ofAlways(dice.pick(always));
    if (drawn < 12 && perhaps.length > 0) return guarded(dice.pick(perhaps));
    if (drawn < 14 && (inMap || inLoop)) return '$index';
    if (drawn === 14) return `${dice.below(100)}`;
    if (drawn === 15) return '$count($input.list)';
    return '$input.n';
  }

  const ofAlways = (given: Readable): string => NUMBERS[given.as](read(given));
  const guarded = (given: Readable): string =>
    given.as === 'own' ? '1' : `$exists(${read(given)}) ? ${NUMBERS[given.as](read(given))} : -1`;

  function rawValue(): string {
    const given = always.length > 0 ? dice.pick(always) : undefined;
    const drawn = dice.below(40);
    if (drawn === 0) return '$input.missing';
    if (drawn === 1 && given?.as === 'any') return `${read(given)}.gone.deeper`;
    if (drawn < 6 && given && given.as !== 'own') return read(given);
    if (drawn < 10 && given?.as === 'any')
      return `${read(given)}.${dice.pick(['list', 'rows', 'text', 'ok', 'rows[ok]', 'rows.k'])}`;
    if (drawn < 12 && given?.as === 'any') return `{'sum': $sum(${read(given)}.list), 'all': [${read(given)}.list]}`;
    if (drawn < 14)
      return dice.pick(['$run.id', '$run.workflow & "/" & $run.version', '$run.startedAt', '$run.tenant']);
    if (drawn < 16 && inMap) return dice.pick(['$item', '$item.k', '[$item, $index]']);
    if (drawn < 19 && inHandler) return dice.pick(['$error.name', '$error.step', '$error.name & "!"']);
    if (drawn < 21) return dice.pick(['$input.text', '$input.list', '$input.items[0]', '$input.flag', '[$input.list]']);
    if (drawn === 21) return '$map($input.list, function($v) { $v + $input.n })';
    if (drawn === 22) return '($a := $input.n; $steps := 1; $a + $steps)';
    return rawNumber();
  }

  const delimited = (source: string): string => (dice.chance(0.5) ? `{% ${source} %}` : `{%${source}%}`);
  const number = (): string => delimited(rawNumber());
  const value = (): unknown => (dice.chance(0.15) ? dice.pick(PLAIN) : delimited(rawValue()));
  const object = (): Record<string, unknown> => {
    const names = ['b', 'a', 'the-c', 'Z'].slice(0, dice.below(4));
    const members = Object.fromEntries(
      names.map((name) => [name, dice.chance(0.2) ? [value(), { in: value() }] : value()]),
    );
    return inHandler && dice.chance(0.3) ? { ...members, message: '{% $error.message %}' } : members;
  };

  function condition(): string {
    const comparison = () => `(${rawNumber()}) ${dice.pick(['<', '>=', '='])} ${dice.below(10)}`;
    const drawn = dice.below(40);
    if (drawn === 0) return '{% $input.missing %}';
    if (drawn < 6) return '{% $input.flag %}';
    if (drawn < 10 && perhaps.length > 0)
      return delimited(`$exists(${read(dice.pick(perhaps.filter(({ as }) => as !== 'own')))})`);
    if (drawn < 14) return delimited(`${comparison()} and ${comparison()}`);
    return delimited(comparison());
  }

  const items = (): string => {
    const given = always.filter(({ as }) => as === 'any' || as === 'list');
    if (given.length === 0 || dice.chance(0.3)) return dice.pick(['{% $input.list %}', '{% $input.items %}']);
    const one = dice.pick(given);
    return delimited(one.as === 'list' ? read(one) : `${read(one)}.${dice.pick(['list', 'rows'])}`);
  };
  const text = (): string => delimited(`$string(${rawNumber()})`);
  const template = (): unknown => (dice.chance(0.3) ? value() : object());
  return { number, value, object, condition, items, text, template };
}

const PLAIN: unknown[] = [0, true, null, 'plain', 'with ${fn_exception} in it', '"quoted" \\ {', [], {}, [1, ['a']]];
