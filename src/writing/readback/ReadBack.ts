import type { CallContext } from '../../model/CallContext.js';
import type { CaseRecord } from '../../model/CaseRecord.js';
import type { ContactRecord } from '../../model/ContactRecord.js';
import { Fault } from '../../model/Fault.js';
import type { WolkvoxClient } from '../../wolkvox/WolkvoxClient.js';
import type { Clue } from '../Clue.js';
import type { JournalCipher } from '../JournalCipher.js';
import { hasAnyMarker, hasMarker } from '../marker.js';
import { fieldsOfCase, fieldsOfContact } from './comparableFields.js';
import { findChange } from './findChange.js';
import { findMarked, type MarkedRow } from './findMarked.js';
import { absent, creationRange, isAfterSending, unsure, type Finding, type SendingTime } from './Finding.js';
import { readAllRows, type AllRows } from './readAllRows.js';

export interface ReadBackOptions {
  readonly client: WolkvoxClient;
  /** Label of the own field of cases that carries the mark, or null when the description does. */
  readonly markerField: string | null;
  readonly areActivitiesReadable: boolean;
}

/**
 * Looks in the CRM for what became of a write. By documented searches with one exact value only: whether the search
 * of descriptions finds parts of them is not known, so marks are looked for in rows that were found otherwise.
 */
export class ReadBack {
  /** Whether any activity was ever read. The vendor documents no way to read them, so an empty answer proves nothing. */
  #hasReadActivities = false;

  constructor(private readonly options: ReadBackOptions) {}

  /** Never rejects: what cannot be read leaves one unsure. */
  async find(clue: Clue, time: SendingTime, cipher: JournalCipher, call: CallContext): Promise<Finding> {
    try {
      return await this.#find(clue, time, cipher, call);
    } catch (error) {
      if (error instanceof Fault) return unsure;
      throw error;
    }
  }

  async #find(clue: Clue, time: SendingTime, cipher: JournalCipher, call: CallContext): Promise<Finding> {
    switch (clue.kind) {
      case 'createdCase':
        return this.#findCase(clue.contactEmail, clue.marker, time, call);
      case 'createdContact':
        return this.#findContact(clue.email, clue.name, time, call);
      case 'createdActivity':
        return this.#findActivity(clue.subjectId, clue.marker, time, call);
      case 'changedCase': {
        const { rows } = await this.options.client.searchCases(byId(clue.id), onePage, call);
        const record = rows.find((row) => row?.id === clue.id);
        return record ? findChange(record, fieldsOfCase(record), clue.expected, time, cipher) : unsure;
      }
      case 'changedContact': {
        const { rows } = await this.options.client.searchContacts(byId(clue.id), onePage, call);
        const record = rows.find((row) => row?.id === clue.id);
        return record ? findChange(record, fieldsOfContact(record), clue.expected, time, cipher) : unsure;
      }
    }
  }

  /**
   * First among the contact's cases. Before absence is concluded, also among all cases of those minutes: the address
   * may be spelt otherwise in the CRM, and a search for the exact text would then find nothing.
   */
  async #findCase(contactEmail: string, marker: string, time: SendingTime, call: CallContext): Promise<Finding> {
    const { client } = this.options;
    const search = { field: 'contactEmail', value: contactEmail } as const;
    const ofContact = await readAllRows((page) => client.searchCases(search, page, call));
    const finding = findMarked(this.#marked(ofContact, marker), time);
    if (finding.kind !== 'absent') return finding;
    const range = creationRange(time);
    const ofThoseMinutes = await readAllRows((page) => client.listCasesCreatedBetween(range, page, call));
    const marked = this.#marked(ofThoseMinutes, marker);
    return findMarked({ ...marked, rows: marked.rows.filter(({ mark }) => mark === 'ours') }, time);
  }

  #marked({ rows, isComplete }: AllRows<CaseRecord>, marker: string): AllRows<MarkedRow> {
    return { rows: rows.map((row) => this.#markedCase(row, marker)), isComplete };
  }

  #markedCase({ id, caseNumber, createdAt, description, customFields }: CaseRecord, marker: string): MarkedRow {
    const field = customFields.find(({ label }) => label === this.options.markerField);
    const isOurs = hasMarker(description, marker) || field?.value === marker;
    const isMarked = hasAnyMarker(description) || (field?.text ?? '') !== '';
    return { id, caseNumber, createdAt, mark: isOurs ? 'ours' : isMarked ? 'other' : 'none' };
  }

  /** A contact has no text to carry a mark: the one of this address and name that came into being since is it. */
  async #findContact(email: string, name: string, time: SendingTime, call: CallContext): Promise<Finding> {
    const { client } = this.options;
    const search = { field: 'email', value: email } as const;
    const finding = onlyContact(await readAllRows((page) => client.searchContacts(search, page, call)), name, time);
    if (finding.kind !== 'absent') return finding;
    const range = creationRange(time);
    const { rows, isComplete } = await readAllRows((page) => client.listContactsCreatedBetween(range, page, call));
    const ofAddress = rows.filter((row) => row.email?.toLowerCase() === email.toLowerCase());
    return onlyContact({ rows: ofAddress, isComplete }, name, time);
  }

  async #findActivity(subjectId: string, marker: string, time: SendingTime, call: CallContext): Promise<Finding> {
    if (!this.options.areActivitiesReadable) return unsure;
    const search = { field: 'subjectId', value: subjectId } as const;
    const { rows, isComplete } = await readAllRows((page) => this.options.client.searchActivities(search, page, call));
    if (rows.length > 0) this.#hasReadActivities = true;
    const marked = rows.map(({ id, createdAt, description }): MarkedRow => {
      const mark = hasMarker(description, marker) ? 'ours' : hasAnyMarker(description) ? 'other' : 'none';
      return { id, caseNumber: null, createdAt, mark };
    });
    return findMarked({ rows: marked, isComplete: isComplete && this.#hasReadActivities }, time);
  }
}

const onePage = { page: 1, limit: 2 } as const;
const byId = (value: string): { readonly field: 'id'; readonly value: string } => ({ field: 'id', value });

function onlyContact({ rows, isComplete }: AllRows<ContactRecord>, name: string, time: SendingTime): Finding {
  const since = rows.filter(({ createdAt }) => createdAt === null || isAfterSending(createdAt, time));
  const [row] = since;
  if (row === undefined) return isComplete ? absent : unsure;
  const isIt = since.length === 1 && row.createdAt !== null && row.name?.normalize('NFC') === name.normalize('NFC');
  return isIt ? { kind: 'found', id: row.id, caseNumber: null } : unsure;
}
