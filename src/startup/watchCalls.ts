import type { RecordPage, WolkvoxClient, WriteVerdict } from '../wolkvox/WolkvoxClient.js';
import type { DatedRow } from './judgeZone.js';

export interface CallWatcher {
  readonly onStart: () => void;
  /** A call was answered, with these rows if it was a read. */
  readonly onAnswer: (rows: readonly (DatedRow | null)[]) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Makes a client that does the same and tells a watcher how each call ended. */
export function watchCalls(client: WolkvoxClient, watcher: CallWatcher): WolkvoxClient {
  const { onStart, onAnswer, onFailure } = watcher;
  const read =
    <A extends readonly unknown[], T extends DatedRow>(call: (...args: A) => Promise<RecordPage<T>>) =>
    (...args: A): Promise<RecordPage<T>> => {
      onStart();
      const reading = call(...args);
      // A watcher that fails is no reason for anything.
      reading
        .then(({ rows }) => {
          onAnswer(rows);
        }, onFailure)
        .catch(() => undefined);
      return reading;
    };
  const write =
    <A extends readonly unknown[]>(call: (...args: A) => Promise<WriteVerdict>) =>
    (...args: A): Promise<WriteVerdict> => {
      onStart();
      const writing = call(...args);
      writing
        .then((verdict) => {
          tellOf(verdict, watcher);
        })
        .catch(() => undefined);
      return writing;
    };
  return {
    searchCases: read((...args) => client.searchCases(...args)),
    searchContacts: read((...args) => client.searchContacts(...args)),
    searchCompanies: read((...args) => client.searchCompanies(...args)),
    searchActivities: read((...args) => client.searchActivities(...args)),
    searchGestiones: read((...args) => client.searchGestiones(...args)),
    listCasesCreatedBetween: read((...args) => client.listCasesCreatedBetween(...args)),
    listContactsCreatedBetween: read((...args) => client.listContactsCreatedBetween(...args)),
    createCase: write((...args) => client.createCase(...args)),
    updateCase: write((...args) => client.updateCase(...args)),
    createContact: write((...args) => client.createContact(...args)),
    updateContact: write((...args) => client.updateContact(...args)),
    createActivity: write((...args) => client.createActivity(...args)),
    updateRecord: write((...args) => client.updateRecord(...args)),
    quota: () => client.quota(),
    latestQuota: () => client.latestQuota(),
  };
}

function tellOf(verdict: WriteVerdict, { onAnswer, onFailure }: CallWatcher): void {
  if ('fault' in verdict && verdict.fault !== null) onFailure(verdict.fault);
  else onAnswer([]);
}
