/** Under what a record answers whether one of its fields had a form that could not be read, and is null for that. */
export const isUnreadable: unique symbol = Symbol('isUnreadable');

/** A record that knows which of its fields could not be read. */
export interface TellsUnreadable {
  readonly [isUnreadable]: (field: string) => boolean;
}

/** Whether one of these fields of a record could not be read. Reads those that nobody has read before. */
export function hasUnreadable(record: object, fields: Iterable<string>): boolean {
  if (!tells(record)) return false;
  for (const field of fields) if (record[isUnreadable](field)) return true;
  return false;
}

function tells(record: object): record is TellsUnreadable {
  return isUnreadable in record;
}
