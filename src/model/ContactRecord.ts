import type { ContactId } from './ids.js';
import type { OwnerRecord } from './OwnerRecord.js';
import type { CustomField } from './CustomField.js';
import type { PhoneNumber } from './PhoneNumber.js';

/**
 * A contact as far as a case carries it. A property that is undefined was not carried by the row and has to be looked
 * up; null means that it was carried and is empty.
 */
export interface EmbeddedContact {
  readonly id: ContactId;
  readonly name: string | null | undefined;
  readonly email: string | null | undefined;
  readonly identification: string | null | undefined;
  readonly phone: PhoneNumber | null | undefined;
}

/** A whole contact, from the contacts module. */
export interface ContactRecord {
  readonly id: ContactId;
  readonly name: string | null;
  readonly email: string | null;
  readonly identification: string | null;
  readonly phone: PhoneNumber | null;
  readonly owner: OwnerRecord | null;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
  readonly customFields: readonly CustomField[];
}
