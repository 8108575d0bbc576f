/**
 * A record with fields of somebody else's before its own. Not a copy: a record may be a view on its row, whose fields no
 * spreading would take along, and others may hold it.
 */
export function overlay<T extends object, Own extends object>(record: T, own: Own): T & Own {
  return Object.create(record, Object.getOwnPropertyDescriptors(own)) as T & Own;
}
