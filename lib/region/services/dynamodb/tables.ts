/** Making, changing and dropping tables, for requests and for CloudFormation alike. */
import { AwsError } from '../../service.ts';
import type { Data } from './data.ts';
import { type Definition, readDefinition, usedTypes } from './define.ts';
import { notFound } from './errors.ts';
import type { Expiry } from './expiry.ts';
import type { Index, StreamView, Table } from './table.ts';

export class Tables {
  readonly #data: Data;
  readonly #expiry: Expiry;

  constructor(data: Data, expiry: Expiry) {
    this.#data = data;
    this.#expiry = expiry;
  }

  create(name: string, definition: Definition, stream?: StreamView, settings: Record<string, unknown> = {}): Table {
    const { region, catalog, log } = this.#data;
    if (catalog.find(name)) throw inUse(`Table already exists: ${name}`);
    const read = readDefinition(definition);
    const base = { id: region.id(16), name, arn: catalog.arn(name), createdAt: region.clock.now() };
    const table: Table = { ...base, ...read, settings: { ...read.settings, ...settings }, pointInTimeRecovery: false };
    if (stream) table.stream = this.#stream(table, stream);
    region.store.transaction(() => {
      catalog.save(table);
      log.open(table);
    });
    return table;
  }

  /** Throws ResourceNotFoundException in the words of the operations on tables. */
  get(nameOrArn: string): Table {
    const table = this.#data.catalog.find(nameOrArn);
    if (!table) throw notFound(`Table: ${nameOrArn} not found`);
    return table;
  }

  remove(table: Table): void {
    const { region, catalog, items, log } = this.#data;
    if (table.deletionProtected) throw isProtected(table);
    region.store.transaction(() => {
      if (table.stream) log.close(table.stream.arn);
      items.clear(table);
      catalog.remove(table.name);
    });
  }

  /** Turns the stream on with a view, or off with undefined. A stream turned on again is another stream. */
  setStream(table: Table, view: StreamView | undefined): Table {
    if (view === table.stream?.view) return table;
    const { region, catalog, log } = this.#data;
    const next: Table = { ...table, stream: view && this.#stream(table, view) };
    region.store.transaction(() => {
      if (table.stream) log.close(table.stream.arn);
      catalog.save(next);
      log.open(next);
    });
    return next;
  }

  addIndex(table: Table, index: Index, types: Table['types']): Table {
    const next = { ...table, types, indexes: [...table.indexes, index] };
    this.#data.region.store.transaction(() => {
      this.#data.catalog.save(next);
      this.#data.items.fill(next, index);
    });
    return next;
  }

  dropIndex(table: Table, name: string): Table {
    const indexes = table.indexes.filter((one) => one.name !== name);
    const types = usedTypes(table.types, [table.keys, ...indexes.map((one) => one.keys)]);
    const next = { ...table, indexes, types };
    this.#data.region.store.transaction(() => {
      this.#data.catalog.save(next);
      this.#data.items.clearIndex(table, name);
    });
    return next;
  }

  setTimeToLive(table: Table, attribute: string | undefined): Table {
    const next = { ...table, ttl: attribute };
    this.#data.region.store.transaction(() => {
      this.#data.catalog.save(next);
      this.#data.items.dateAgain(next);
    });
    this.#expiry.arm();
    return next;
  }

  /** Changes what has no consequence for items. */
  set(
    table: Table,
    change: Partial<
      Pick<Table, 'deletionProtected' | 'billing' | 'tags' | 'settings' | 'pointInTimeRecovery' | 'types'>
    >,
  ): Table {
    const next = { ...table, ...change };
    this.#data.catalog.save(next);
    return next;
  }

  #stream(table: Table, view: StreamView): NonNullable<Table['stream']> {
    const label = this.#freeLabel(table);
    return { arn: `${table.arn}/stream/${label}`, label, view };
  }

  /** A label is the moment, to the millisecond; two streams of one table never share one. */
  #freeLabel(table: Table): string {
    let at = this.#data.region.clock.now();
    const label = () => new Date(at).toISOString().replace('Z', '');
    while (this.#data.log.exists(`${table.arn}/stream/${label()}`)) at += 1;
    return label();
  }
}

export function inUse(message: string): AwsError {
  return new AwsError('ResourceInUseException', message);
}

function isProtected(table: Table): AwsError {
  const message = `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first. Table: ${table.name}`;
  return new AwsError('ValidationException', message);
}
