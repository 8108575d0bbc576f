import type { ListOrder, ListWindow } from '../model/List.js';

/** The paging arguments of a list field. A null counts as left out. */
export interface WindowArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly offset?: number | null | undefined;
  readonly order?: ListOrder | null | undefined;
}

/** The `first` of list fields where the caller gives none; the schema says the same. */
const defaultFirst = 20;

/** The window that paging arguments ask for. Whether it makes sense is checked where it is read. */
export function readWindow({ first, after, offset, order }: WindowArguments): ListWindow {
  return { first: first ?? defaultFirst, after: after ?? null, offset: offset ?? null, order: order ?? null };
}
