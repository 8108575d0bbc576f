import { type JsonObject, scalarText } from '../Json.js';
import { Table } from './Table.js';

/** Every record of the tenant, by module. Documents are replaced, never changed in place. */
export class Store {
  readonly #tables = new Map<string, Table>();

  /** The module's table; undefined when the tenant has no such module. */
  table(module: string): Table | undefined {
    return this.#tables.get(module);
  }

  /** The module's table, made when there was none. */
  ensureTable(module: string): Table {
    const known = this.#tables.get(module);
    if (known !== undefined) return known;
    const table = new Table();
    this.#tables.set(module, table);
    return table;
  }

  /** Stores a document under its `wolkvox_id`, visible from the given instant (milliseconds) on. */
  put(module: string, document: JsonObject, visibleFromMs = 0): void {
    const id = scalarText(document['wolkvox_id']) ?? '';
    this.ensureTable(module).put({ id, document, visibleFromMs });
  }

  modules(): string[] {
    return [...this.#tables.keys()];
  }
}
