import type { ActivityRecord } from '../../../model/ActivityRecord.js';
import type { CallContext } from '../../../model/CallContext.js';
import type { CaseRecord } from '../../../model/CaseRecord.js';
import type { ContactRecord } from '../../../model/ContactRecord.js';
import { Fault } from '../../../model/Fault.js';
import type { WolkvoxClient } from '../../../wolkvox/WolkvoxClient.js';
import type { RecoveryEvidence } from '../../journal/RecoveryEvidence.js';
import type { JournalCipher } from '../../journal/JournalCipher.js';
import { endsWithMarker, fieldHolds, fieldHoldsMarker, hasMarker } from '../../journal/marker.js';
import { fieldsOfCase, fieldsOfContact } from './comparableFields.js';
import { findChange } from './findChange.js';
import { findMarked, onlyOurs, type MarkedRow } from './findMarked.js';
import { findNewContact, hasSameWords } from './findNewContact.js';
import { absent, sendingSpan, unreadable, unsure, type Finding, type SendingTime } from './Finding.js';
import { isAlike } from './isAlike.js';
import { readAddress } from './readAddress.js';
import { readAllRows, type AllRows } from './readAllRows.js';
import { readIfServed } from './readIfServed.js';

export interface ReadBackOptions {
  readonly client: WolkvoxClient;
  /** Label of the own field of cases that carries the marker, or null when the description does. */
  readonly markerField: string | null;
  readonly areActivitiesReadable: boolean;
}

/**
 * Looks in the CRM for what became of a write. By documented searches with one exact value only: whether the search
 * of descriptions finds parts of them is not known, so markers are looked for in rows that were found otherwise.
 */
export class ReadBack {
  /** Whether any activity was ever read. The vendor documents no way to read them, so an empty answer proves nothing. */
  #hasReadActivities = false;

  constructor(private readonly options: ReadBackOptions) {}

  /** Rejects only with what is a bug. */
  async find(
    evidence: RecoveryEvidence,
    time: SendingTime,
    cipher: JournalCipher,
    call: CallContext,
  ): Promise<Finding> {
    try {
      return await this.#find(evidence, time, cipher, call);
    } catch (error) {
      if (error instanceof Fault) return unreadable;
      throw error;
    }
  }

  async #find(
    evidence: RecoveryEvidence,
    time: SendingTime,
    cipher: JournalCipher,
    call: CallContext,
  ): Promise<Finding> {
    switch (evidence.kind) {
      case 'createdCase':
        return this.#findCase(evidence, time, call);
      case 'createdContact':
        return this.#findContact(evidence, time, call);
      case 'createdActivity':
        return this.#findActivity(evidence, time, call);
      case 'changedCase': {
        const { rows } = await this.options.client.searchCases(byId(evidence.id), onePage, call);
        const record = rows.find((row) => row?.id === evidence.id);
        return record ? findChange(record, fieldsOfCase(record), evidence.expected, time, cipher) : unsure;
      }
      case 'changedContact': {
        const { rows } = await this.options.client.searchContacts(byId(evidence.id), onePage, call);
        const record = rows.find((row) => row?.id === evidence.id);
        return record ? findChange(record, fieldsOfContact(record), evidence.expected, time, cipher) : unsure;
      }
    }
  }

  /** Looks for a record with the creation's marker among those of its contact or subject. Rejects only with a bug. */
  async findByMarker(evidence: RecoveryEvidence, call: CallContext): Promise<Finding> {
    const { client, areActivitiesReadable } = this.options;
    try {
      switch (evidence.kind) {
        case 'createdCase': {
          const judge = (all: AllRows<CaseRecord>): Finding => onlyOurs(this.#withMarkers(all, evidence));
          return judge(await this.#readCasesOf(evidence.contactEmail, never, judge, call));
        }
        case 'createdActivity': {
          if (!areActivitiesReadable) return absent;
          const search = { field: 'subjectId', value: evidence.subjectId } as const;
          const { rows } = await readAllRows((page) => client.searchActivities(search, page, call), never);
          const marked = rows.map(({ id, createdAt, description }): MarkedRow => {
            const marker = hasMarker(description, evidence.marker) ? 'ours' : 'other';
            return { id, caseNumber: null, createdAt, marker };
          });
          return onlyOurs({ rows: marked });
        }
        case 'createdContact':
        case 'changedCase':
        case 'changedContact':
          return absent;
      }
    } catch (error) {
      if (error instanceof Fault) return unreadable;
      throw error;
    }
  }

  /**
   * First among the contact's cases. Once absence can be concluded, also among all cases of those minutes: the address
   * may be spelt otherwise in the CRM, and a search for the exact text would then find nothing. At once where the contact
   * has more cases than can be read: one address may stand for everybody who gave none.
   */
  async #findCase(
    evidence: RecoveryEvidence & { kind: 'createdCase' },
    time: SendingTime,
    call: CallContext,
  ): Promise<Finding> {
    const { client } = this.options;
    const judge = (all: AllRows<CaseRecord>): Finding => findMarked(this.#withMarkers(all, evidence), time);
    const cases = await this.#readCasesOf(evidence.contactEmail, ifAbsent(judge, time), judge, call);
    const ofContact = this.#withMarkers(cases, evidence);
    const finding = findMarked(ofContact, time);
    const isCutOff = !ofContact.isComplete && ofContact.rows.every(({ marker }) => marker !== 'ours');
    if (!isCutOff && (finding.kind !== 'absent' || !time.isOver)) return finding;
    const span = sendingSpan(time);
    const judgeByTime = (all: AllRows<CaseRecord>): Finding => {
      const { rows, isComplete } = this.#withMarkers(all, evidence);
      return findMarked({ rows: rows.filter(({ marker }) => marker === 'ours'), isComplete }, time);
    };
    const hasToSeeEnd = isAddressKnown(cases) ? never : ifAbsent(judgeByTime, time);
    const ofThatTime = await readIfServed(() =>
      readAllRows((page) => client.listCasesCreatedBetween(span, page, call), hasToSeeEnd),
    );
    if (ofThatTime === null) return finding;
    const findingByTime = judgeByTime(ofThatTime);
    return findingByTime.kind === 'absent' ? finding : findingByTime;
  }

  /** A contact has no text to carry a marker: the one of this address and name that came into being since is it. */
  async #findContact(
    evidence: RecoveryEvidence & { kind: 'createdContact' },
    time: SendingTime,
    call: CallContext,
  ): Promise<Finding> {
    const { client } = this.options;
    const judge = (all: AllRows<ContactRecord>): Finding => findNewContact(all, evidence.name, time);
    const ofAddress = await readAddress(evidence.email, judge, (value) =>
      readAllRows((page) => client.searchContacts({ field: 'email', value }, page, call), ifAbsent(judge, time)),
    );
    const finding = judge(ofAddress);
    if (finding.kind !== 'absent' || !time.isOver) return finding;
    const span = sendingSpan(time);
    const judgeByTime = ({ rows, isComplete }: AllRows<ContactRecord>): Finding => {
      const alike = rows.filter(({ email, name }) =>
        email === null ? hasSameWords(name, evidence.name) : hasSameWords(email, evidence.email),
      );
      return findNewContact({ rows: alike, isComplete }, evidence.name, time);
    };
    const hasToSeeEnd = isAddressKnown(ofAddress) ? never : ifAbsent(judgeByTime, time);
    const ofThatTime = await readIfServed(() =>
      readAllRows((page) => client.listContactsCreatedBetween(span, page, call), hasToSeeEnd),
    );
    return ofThatTime === null ? finding : judgeByTime(ofThatTime);
  }

  async #findActivity(
    evidence: RecoveryEvidence & { kind: 'createdActivity' },
    time: SendingTime,
    call: CallContext,
  ): Promise<Finding> {
    if (!this.options.areActivitiesReadable) return unsure;
    const search = { field: 'subjectId', value: evidence.subjectId } as const;
    const judge = ({ rows, isComplete }: AllRows<ActivityRecord>): Finding => {
      if (rows.length > 0) this.#hasReadActivities = true;
      const marked = rows.map(({ id, createdAt, description }): MarkedRow => {
        const isAnothers = endsWithMarker(description) || !isAlike(evidence.begins, description);
        const marker = hasMarker(description, evidence.marker) ? 'ours' : isAnothers ? 'other' : 'none';
        return { id, caseNumber: null, createdAt, marker };
      });
      return findMarked({ rows: marked, isComplete: isComplete && this.#hasReadActivities }, time);
    };
    const { client } = this.options;
    return judge(await readAllRows((page) => client.searchActivities(search, page, call), ifAbsent(judge, time)));
  }

  #readCasesOf(
    address: string,
    hasToSeeEnd: (rows: readonly CaseRecord[]) => boolean,
    judge: (all: AllRows<CaseRecord>) => Finding,
    call: CallContext,
  ): Promise<AllRows<CaseRecord>> {
    const { client } = this.options;
    return readAddress(address, judge, (value) =>
      readAllRows((page) => client.searchCases({ field: 'contactEmail', value }, page, call), hasToSeeEnd),
    );
  }

  #withMarkers(
    { rows, isComplete }: AllRows<CaseRecord>,
    evidence: RecoveryEvidence & { kind: 'createdCase' },
  ): AllRows<MarkedRow> {
    return { rows: rows.map((row) => this.#caseWithMarker(row, evidence)), isComplete };
  }

  #caseWithMarker(
    { id, caseNumber, createdAt, description, customFields }: CaseRecord,
    { marker, begins }: RecoveryEvidence & { kind: 'createdCase' },
  ): MarkedRow {
    const fieldText = customFields.find(({ label }) => label === this.options.markerField)?.text ?? null;
    const isOurs = hasMarker(description, marker) || fieldHolds(fieldText, marker);
    const isAnothers = endsWithMarker(description) || fieldHoldsMarker(fieldText) || !isAlike(begins, description);
    return { id, caseNumber, createdAt, marker: isOurs ? 'ours' : isAnothers ? 'other' : 'none' };
  }
}

const onePage = { page: 1, limit: 2 } as const;
const byId = (value: string): { readonly field: 'id'; readonly value: string } => ({ field: 'id', value });

/** The end of a list has to be seen where the write would otherwise be taken for absent, and made again. */
function ifAbsent<T>(judge: (all: AllRows<T>) => Finding, { isOver }: SendingTime): (rows: readonly T[]) => boolean {
  return (rows) => isOver && judge({ rows, isComplete: true }).kind === 'absent';
}

/**
 * Whether the CRM finds anything under the address as it was sent. Then the list of those minutes only adds to a search
 * whose end was seen; else that list may be the only one to show the record, and has to be seen to its end as well.
 */
const isAddressKnown = ({ rows }: AllRows<unknown>): boolean => rows.length > 0;
const never = (): boolean => false;
