import type { JsonSchema } from '../../../workflow/steps/common.ts';
import { humanise } from '../words.ts';

/** One input. */
export interface Leaf {
  kind: 'leaf';
  label: string;
  hint?: string;
  type: 'string' | 'number' | 'integer' | 'boolean';
  options?: readonly string[];
  /** Whether nothing may be written as null. */
  nullable: boolean;
  required: boolean;
}

export interface Group {
  kind: 'group';
  label: string;
  members: Readonly<Record<string, Node>>;
  required: boolean;
}

export interface List {
  kind: 'list';
  label: string;
  item: Node;
  required: boolean;
}

/** What a form can hold. What a form cannot show (`fixed`) stays as it is, such as confidences by field. */
export type Node = Leaf | Group | List | { kind: 'fixed' };

type Schema = JsonSchema & Record<string, unknown>;

/** The form of a JSON Schema 2020-12: objects with named properties, lists, and single values. */
export const nodeOf = (schema: JsonSchema): Node => make(schema, schema, '', true);

function make(given: Schema, root: Schema, name: string, required: boolean): Node {
  const schema = resolve(given, root);
  const types = typesOf(schema);
  const label = typeof given.title === 'string' && name ? given.title : humanise(name);
  const named = schema.properties as Record<string, Schema> | undefined;
  if (types.includes('object') || named) return named ? group(schema, named, root, label, required) : { kind: 'fixed' };
  if (types.includes('array')) {
    const items = schema.items as Schema | undefined;
    return items ? { kind: 'list', label, item: make(items, root, name, true), required } : { kind: 'fixed' };
  }
  return leaf(schema, types, label, required);
}

function group(schema: Schema, named: Record<string, Schema>, root: Schema, label: string, required: boolean): Group {
  const needed = (schema.required as string[] | undefined) ?? [];
  const members = Object.entries(named).map(
    ([name, member]) => [name, make(member, root, name, needed.includes(name))] as const,
  );
  return { kind: 'group', label, members: Object.fromEntries(members), required };
}

function leaf(schema: Schema, types: readonly string[], label: string, required: boolean): Node {
  const options = schema.enum as unknown[] | undefined;
  const type = types.find((name) => name !== 'null') ?? 'string';
  if (!isSingle(type)) return { kind: 'fixed' };
  const nullable = types.includes('null') || (options?.includes(null) ?? false);
  const hint = typeof schema.description === 'string' ? schema.description : undefined;
  return {
    kind: 'leaf',
    label,
    type,
    nullable,
    required,
    ...(hint && { hint }),
    ...(options && { options: options.filter((option) => option !== null).map(String) }),
  };
}

const isSingle = (type: string): type is Leaf['type'] => ['string', 'number', 'integer', 'boolean'].includes(type);

const typesOf = ({ type }: Schema): string[] => (type === undefined ? [] : ([type].flat() as string[]));

/** Follows `#/$defs/…`; what stands beside a reference counts over what it refers to. */
function resolve(schema: Schema, root: Schema): Schema {
  const { $ref, ...beside } = schema;
  if (typeof $ref !== 'string') return schema;
  const path = $ref.startsWith('#/') ? $ref.slice(2).split('/') : [];
  const target = path.reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], root);
  if (!target) throw new Error(`the form refers to ${$ref}, which is not in it`);
  return { ...resolve(target as Schema, root), ...beside } as Schema;
}
