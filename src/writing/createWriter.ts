import { randomBytes } from 'node:crypto';
import type { CallContext } from '../model/CallContext.js';
import type { Clock } from '../model/Clock.js';
import type { JournalStore } from '../store/JournalStore.js';
import type { WolkvoxClient, WriteVerdict } from '../wolkvox/WolkvoxClient.js';
import { checkCaseUnmodified, checkContactUnmodified } from './checkUnmodified.js';
import type { RecoveryEvidence, Expected } from './journal/RecoveryEvidence.js';
import { JournalCipher } from './journal/JournalCipher.js';
import { JournalRecovery } from './recovery/JournalRecovery.js';
import { withMarker } from './journal/marker.js';
import { MarkerFieldCheck } from './MarkerFieldCheck.js';
import {
  fieldsOfCaseChanges,
  fieldsOfContactChanges,
  fieldsOfRecordChanges,
} from './recovery/readback/comparableFields.js';
import { expectFields } from './recovery/readback/findChange.js';
import { beginningOf } from './recovery/readback/isAlike.js';
import { ReadBack } from './recovery/readback/ReadBack.js';
import { Reconciler } from './recovery/Reconciler.js';
import { WriteJournal } from './journal/WriteJournal.js';
import { silentWriteListener, type WriteListener } from './WriteListener.js';
import { silentWriteObserver, type WriteObserver } from './WriteObserver.js';
import {
  effectOfCaseChanges,
  effectOfContactChanges,
  effectOfNewActivity,
  effectOfNewCase,
  effectOfNewContact,
  effectOfRecordChanges,
} from './writeEffects.js';
import { type OnWritten, WriteOnce } from './WriteOnce.js';
import type { WriteJob } from './WriteJob.js';
import type { ActivityDraft, CaseDraft, Writer, WriteResult } from './Writer.js';

export interface WriterOptions {
  readonly client: WolkvoxClient;
  readonly journal: JournalStore;
  readonly clock: Clock;
  /** The tenant's name in the CRM: keys of different tenants do not meet. */
  readonly tenant: string;
  /** The CRM's token: with the journal's own secret it seals what the journal has to be able to read again. */
  readonly token: string;
  /** After this an unreadable write may be concluded absent. */
  readonly graceMs?: number;
  /** How long a key is remembered after its write was settled; at least a day. */
  readonly retentionMs?: number;
  /** Label of the own field of cases that carries a creation's marker; the description's end carries it when null. */
  readonly markerField?: string | null;
  /** Whether the tenant lets activities be read; no public source documents it. */
  readonly areActivitiesReadable?: boolean;
  /** Names this process among those that share a journal. */
  readonly holder?: string;
  /** Told what the CRM may have changed through us, before anybody hears of it: what was read before is old. */
  readonly onWritten?: OnWritten;
  /** Told of writes as they are made; nobody where left out. */
  readonly listener?: WriteListener;
  /** Told of failures in the background; for logs. */
  readonly onTrouble?: (error: unknown) => void;
  readonly observer?: WriteObserver;
}

/** A writer with its background work. */
export interface JournaledWriter extends Writer {
  /** Whether writes can be taken now. */
  isWritable(): boolean;
  /** How many writes are under way or UNKNOWN. Rejects with `JournalUnavailable` while the journal cannot be read. */
  countOpen(): Promise<number>;
  /** Begins to settle, in the background, what is open in the journal. */
  start(): void;
  /** Ends the background work, and resolves when no write is under way. The store stays open. */
  drain(): Promise<void>;
}

const defaults = { graceMs: 8000, retentionMs: 72 * 3_600_000, markerField: null, areActivitiesReadable: true };
const ignore = (): void => undefined;
const shortestRetentionMs = 24 * 3_600_000;

/** Puts the writer together from its parts. */
export function createWriter(options: WriterOptions): JournaledWriter {
  const { client, journal: store, clock, tenant, token } = options;
  const { graceMs, retentionMs, markerField, areActivitiesReadable } = { ...defaults, ...options };
  const { observer = silentWriteObserver, listener = silentWriteListener } = options;
  const { onWritten = ignore, onTrouble = ignore } = options;
  const holder = options.holder ?? randomBytes(9).toString('base64url');
  const keptMs = Math.max(shortestRetentionMs, retentionMs);
  const journal = new WriteJournal(store, clock, holder);
  const readBack = new ReadBack({ client, markerField, areActivitiesReadable });
  const reconciler = new Reconciler({ store, journal, readBack, clock, graceMs, observer });
  const cipher = openCipher(store, token, tenant);
  const writes = new WriteOnce({ store, journal, reconciler, clock, cipher, retentionMs: keptMs, onWritten, listener });
  const onNotKept = (): void => {
    observer.markerNotKept();
  };
  const fieldCheck =
    markerField === null ? null : new MarkerFieldCheck({ client, field: markerField, clock, onNotKept, onTrouble });
  const recovery = new JournalRecovery({
    store,
    journal,
    reconciler,
    clock,
    cipher,
    isRunning: (key) => writes.isRunning(key),
    holder,
    retentionMs: keptMs,
    onWritten: async () => {
      await onWritten({ kind: 'anything' });
      listener.settled();
    },
    onTrouble,
  });

  const write = async (mutation: keyof Writer, job: WriteJob, call: CallContext): Promise<WriteResult> => {
    const { requestId } = call;
    try {
      const result = await writes.run(job, call);
      observer.ended({ mutation, requestId, result });
      return result;
    } catch (error) {
      // The error itself is logged where it is reported to the caller.
      observer.ended({ mutation, requestId, result: null });
      throw error;
    }
  };

  return {
    isWritable: () => store.isWritable(),
    countOpen: async () => (await store.unsettledKeys()).length,
    start: () => {
      recovery.start();
    },
    drain: async () => {
      fieldCheck?.stop();
      await recovery.stop();
      await writes.drain();
    },

    createCase: (intent, draft, call) =>
      write(
        'createCase',
        {
          mutation: 'createCase',
          intent,
          effect: effectOfNewCase(draft),
          knownId: null,
          evidence: (marker) => ({
            kind: 'createdCase',
            contactEmail: draft.contactEmail,
            marker,
            begins: beginningOf(draft.description),
          }),
          check: null,
          send: async (marker, own) => {
            const marked = markCase(draft, marker, markerField);
            const verdict = await client.createCase(marked, own);
            if (verdict.kind === 'applied' && verdict.id !== null && marked.description === draft.description) {
              fieldCheck?.afterCreation(verdict.id, marker);
            }
            return verdict;
          },
        },
        call,
      ),

    updateCase: (intent, { id, changes, ifUnmodifiedSince }, call) =>
      write(
        'updateCase',
        {
          mutation: 'updateCase',
          intent,
          effect: effectOfCaseChanges(id, changes),
          knownId: id,
          evidence: (_, hashes) => {
            const isComparable = changes.attachments.length === 0;
            const expected = isComparable ? expectFields(fieldsOfCaseChanges(changes), hashes) : null;
            return { kind: 'changedCase', id, expected };
          },
          check: ifUnmodifiedSince && ((own) => checkCaseUnmodified(client, id, ifUnmodifiedSince, own)),
          send: (_, own) => client.updateCase(id, changes, own),
        },
        call,
      ),

    createContact: (intent, fields, call) =>
      write(
        'createContact',
        {
          mutation: 'createContact',
          intent,
          effect: effectOfNewContact(fields),
          knownId: null,
          evidence: () => contactEvidence(fields.email, fields.name),
          check: null,
          send: (_, own) => client.createContact(fields, own),
        },
        call,
      ),

    updateContact: (intent, { id, fields, ifUnmodifiedSince }, call) =>
      write(
        'updateContact',
        {
          mutation: 'updateContact',
          intent,
          effect: effectOfContactChanges(id, fields),
          knownId: id,
          evidence: (_, hashes) => {
            return { kind: 'changedContact', id, expected: expectFields(fieldsOfContactChanges(fields), hashes) };
          },
          check: ifUnmodifiedSince && ((own) => checkContactUnmodified(client, id, ifUnmodifiedSince, own)),
          send: (_, own) => client.updateContact(id, fields, own),
        },
        call,
      ),

    createActivity: (intent, draft, call) =>
      write(
        'createActivity',
        {
          mutation: `createActivity ${draft.kind}`,
          intent,
          effect: effectOfNewActivity(draft),
          knownId: null,
          evidence: (marker) => (areActivitiesReadable ? activityEvidence(draft, marker) : null),
          check: null,
          send: async (marker, own) => withOwnId(draft, await client.createActivity(markActivity(draft, marker), own)),
        },
        call,
      ),

    updateRecord: (intent, { module, id, fields, attachments }, call) =>
      write(
        'updateRecord',
        {
          mutation: 'updateRecord',
          intent,
          effect: effectOfRecordChanges(module, id),
          knownId: id,
          evidence: (_, hashes) => {
            const sent = fieldsOfRecordChanges(module, fields);
            return recordEvidence(module, id, sent && attachments.length === 0 ? expectFields(sent, hashes) : null);
          },
          check: null,
          send: (_, own) => client.updateRecord(module, id, fields, attachments, own),
        },
        call,
      ),
  };
}

/** The journal's cipher, made when the store can first be read and then kept, as long as the journal has this secret. */
function openCipher(store: JournalStore, token: string, tenant: string): () => Promise<JournalCipher> {
  let opened: { readonly secret: Buffer; readonly cipher: JournalCipher } | null = null;
  return async () => {
    const secret = await store.secret();
    if (opened?.secret.equals(secret) !== true) opened = { secret, cipher: new JournalCipher(secret, token, tenant) };
    return opened.cipher;
  };
}

function markCase(draft: CaseDraft, marker: string, markerField: string | null): CaseDraft {
  if (markerField === null || draft.customFields.has(markerField)) {
    return { ...draft, description: withMarker(draft.description, marker) };
  }
  return { ...draft, customFields: new Map([...draft.customFields, [markerField, marker]]) };
}

function markActivity(draft: ActivityDraft, marker: string): ActivityDraft {
  return { ...draft, description: withMarker(draft.description, marker) };
}

/** The CRM may return the id of the record that an activity hangs on; that is not the activity's. */
function withOwnId({ subject }: ActivityDraft, verdict: WriteVerdict): WriteVerdict {
  return verdict.kind === 'applied' && verdict.id === subject.id ? { ...verdict, id: null } : verdict;
}

function activityEvidence({ subject, description }: ActivityDraft, marker: string): RecoveryEvidence {
  return { kind: 'createdActivity', subjectId: subject.id, marker, begins: beginningOf(description) };
}

function contactEvidence(email: string | undefined, name: string | undefined): RecoveryEvidence | null {
  return email === undefined || name === undefined ? null : { kind: 'createdContact', email, name };
}

/** Records of other modules cannot be read here. */
function recordEvidence(module: string, id: string, expected: Expected | null): RecoveryEvidence | null {
  if (module === 'cases') return { kind: 'changedCase', id, expected };
  return module === 'contacts' ? { kind: 'changedContact', id, expected } : null;
}
