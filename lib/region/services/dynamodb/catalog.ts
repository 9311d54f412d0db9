/** The tables there are, in the store. */
import { type Records, records } from '../../records.ts';
import type { Region } from '../../service.ts';
import { notFound } from './errors.ts';
import type { Table } from './table.ts';

export class Catalog {
  readonly #region: Region;
  readonly #tables: Records<Table>;

  constructor(region: Region) {
    this.#region = region;
    this.#tables = records<Table>(region.store, 'dynamodb_tables');
  }

  /** By name or ARN, as requests give either. */
  find(nameOrArn: string): Table | undefined {
    return this.#tables.get(nameIn(nameOrArn));
  }

  /** Throws ResourceNotFoundException in the words of the data operations. */
  get(nameOrArn: string): Table {
    const table = this.find(nameOrArn);
    if (!table) throw notFound();
    return table;
  }

  /** The ARN that a table of this name has or would have. */
  arn(nameOrArn: string): string {
    const { name, account } = this.#region;
    return `arn:aws:dynamodb:${name}:${account}:table/${nameIn(nameOrArn)}`;
  }

  save(table: Table): void {
    this.#tables.put(table.name, table);
  }

  remove(name: string): void {
    this.#tables.delete(name);
  }

  all(): Table[] {
    return this.#tables.list();
  }
}

function nameIn(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.indexOf('/') + 1) : nameOrArn;
}
