import type { CaseRecord } from '../../model/CaseRecord.js';
import type { ContactRecord } from '../../model/ContactRecord.js';
import { Fault } from '../../model/Fault.js';
import type { OwnerRecord } from '../../model/OwnerRecord.js';
import type { PageRequest } from '../../model/search.js';
import { comparableForm, meansTheSame } from '../../model/values/comparing.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';
import type { CaseKey, ContactKey, OwnerKey } from '../Reader.js';

/**
 * The page on which a record is looked up by a key. Not one row: where the CRM matches parts of values, the record
 * asked for need not come first.
 */
export const keyPage: PageRequest = { page: 1, limit: 10 };

/**
 * How a row answers the key it was searched by. `exact`: it is the record, `near`: but for letter case where that does
 * not count. `part`: not the record, but the CRM may have returned it because it matches parts of values, or because
 * nobody can tell. `foreign`: nothing explains why it was returned.
 */
type Fit = 'exact' | 'near' | 'part' | 'foreign';

type Page<T> = Pick<RecordPage<T>, 'rows'>;

/** The case with this key; null when there is none. UPSTREAM_BAD_RESPONSE when the answer cannot tell. */
export function pickCase(page: Page<CaseRecord>, { field, value }: CaseKey): CaseRecord | null {
  return pickBest(page, (row) => judge(row[field], value));
}

/** The contact with this key, e-mail addresses compared without regard to letter case. Otherwise as `pickCase`. */
export function pickContact(page: Page<ContactRecord>, { field, value }: ContactKey): ContactRecord | null {
  return pickBest(page, (row) => judge(row[field], value, field === 'email'));
}

/** The record with this id. Otherwise as `pickCase`. */
export function pickById<T extends { readonly id: string }>(page: Page<T>, id: string): T | null {
  return pickBest(page, (row) => judge(row.id, id));
}

/**
 * The owner with this key, as the first case names it that has it in this part; logins are compared without regard to
 * letter case. Otherwise as `pickCase`.
 */
export function pickOwner(
  page: Page<CaseRecord>,
  { field, value }: OwnerKey,
  part: 'owner' | 'responsible',
): OwnerRecord | null {
  const owners = page.rows.flatMap((row) => {
    const owner = row?.[part];
    // A row that could not be read stays, as null. An owner without an id cannot be an entity of the graph.
    return row === null ? [null] : owner?.id ? [owner] : [];
  });
  return pickBest({ rows: owners }, (owner) => judge(owner[field], value, field === 'user'));
}

function pickBest<T>({ rows }: Page<T>, fitOf: (row: T) => Fit): T | null {
  let nearest: T | null = null;
  let canTell = true;
  for (const row of rows) {
    const fit = row === null ? 'foreign' : fitOf(row);
    if (fit === 'exact') return row;
    if (fit === 'near') nearest ??= row;
    if (fit === 'foreign') canTell = false;
  }
  // Claiming that there is no such record would be a guess: a row that could not be read may have been it, and an
  // answer about other records is no answer to what was asked.
  if (nearest === null && !canTell) throw new Fault('UPSTREAM_BAD_RESPONSE');
  return nearest;
}

function judge(found: string | null, wanted: string, ignoresCase = false): Fit {
  if (found === null) return 'part';
  if (meansTheSame('exact', found, wanted)) return 'exact';
  const [a, b] = [comparableForm('caseless', found), comparableForm('caseless', wanted)];
  if (!a.includes(b)) return 'foreign';
  return ignoresCase && a === b ? 'near' : 'part';
}
