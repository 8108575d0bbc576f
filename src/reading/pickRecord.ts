import type { CaseRecord } from '../model/CaseRecord.js';
import type { ContactRecord } from '../model/ContactRecord.js';
import { Fault } from '../model/Fault.js';
import type { OwnerRecord } from '../model/OwnerRecord.js';
import type { RecordPage } from '../wolkvox/WolkvoxClient.js';
import type { CaseKey, ContactKey, OwnerKey } from './Reader.js';

/**
 * How well a value of a row answers a key: exactly, but for letter case where that does not count, or not at all. The
 * CRM may well match parts of values, so a row it returned is not yet the record asked for.
 */
type Fit = 'exact' | 'near' | 'none';

/** The row with this key; null when there is none. UPSTREAM_BAD_RESPONSE when the answer cannot tell. */
export function pickCase(page: RecordPage<CaseRecord>, { field, value }: CaseKey): CaseRecord | null {
  return pickBest(page, (row) => fitText(row[field], value));
}

/** The row with this key, e-mail addresses compared without regard to letter case; null when there is none. */
export function pickContact(page: RecordPage<ContactRecord>, { field, value }: ContactKey): ContactRecord | null {
  return pickBest(page, (row) => (field === 'email' ? fitIgnoringCase(row.email, value) : fitText(row[field], value)));
}

/** The row with this id; null when there is none. */
export function pickById<T extends { readonly id: string }>(page: RecordPage<T>, id: string): T | null {
  return pickBest(page, (row) => fitText(row.id, id));
}

/** The owner with this key, as some row names it; null when no row does. */
export function pickOwner(page: RecordPage<CaseRecord>, { field, value }: OwnerKey): OwnerRecord | null {
  // An owner without an id cannot be an entity of the graph. Rows that could not be read stay, as null.
  const owners = page.rows.flatMap((row) =>
    row === null ? [null] : [row.owner, row.responsible].filter((owner) => owner !== null && owner.id !== null),
  );
  return pickBest({ rows: owners }, (owner) =>
    field === 'user' ? fitIgnoringCase(owner.user, value) : fitText(owner.id, value),
  );
}

function pickBest<T>(page: Pick<RecordPage<T>, 'rows'>, fitOf: (row: T) => Fit): T | null {
  let nearest: T | null = null;
  for (const row of page.rows) {
    if (row === null) continue;
    const fit = fitOf(row);
    if (fit === 'exact') return row;
    if (fit === 'near') nearest ??= row;
  }
  // A row that could not be read may have been the one: claiming that there is none would be a guess.
  if (nearest === null && page.rows.includes(null)) throw new Fault('UPSTREAM_BAD_RESPONSE');
  return nearest;
}

function fitText(found: string | null, wanted: string): Fit {
  return found !== null && found.trim() === wanted.trim() ? 'exact' : 'none';
}

function fitIgnoringCase(found: string | null, wanted: string): Fit {
  if (found === null) return 'none';
  if (found.trim() === wanted.trim()) return 'exact';
  return found.trim().toLowerCase() === wanted.trim().toLowerCase() ? 'near' : 'none';
}
