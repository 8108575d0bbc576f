import type { JsonObject } from './Json.js';

/** One request that reached one of the vendor's paths. Times are the machine's, in milliseconds since 1970 UTC. */
export interface JournalEntry {
  /** Counts from 1; a reset starts anew. */
  readonly id: number;
  /** The script without base path and `.php`, such as `cases/queryCases`; the raw path where there is no such script. */
  readonly endpoint: string;
  readonly method: string;
  readonly module: string | null;
  readonly field: string | null;
  readonly value: string | null;
  /** As sent, null where the caller sent none. */
  readonly page: number | null;
  readonly limit: number | null;
  readonly from: string | null;
  readonly to: string | null;
  /** The HTTP status answered; null while there is none, and for good where a fault kept it back. */
  readonly status: number | null;
  readonly arrivedAtMs: number;
  /** When the last byte was handed over or the connection ended; null before. */
  readonly finishedAtMs: number | null;
  /** Calls being handled when this one arrived, itself included. */
  readonly inFlight: number;
  /** The kind of refusal by the emulator itself, such as `quota`; null for none. */
  readonly refusal: string | null;
  /** The type of the scripted fault that met this call; null for none. */
  readonly fault: string | null;
  /** Whether a write was stored. False on reads. */
  readonly isCommitted: boolean;
  /** The id of the record that a write made or changed, where it was stored. */
  readonly recordId: string | null;
  /** What a write sent; null on reads. */
  readonly body: JsonObject | null;
}

/** An entry while its call is being handled. */
export type OpenEntry = { -readonly [Key in keyof JournalEntry]: JournalEntry[Key] };

const capacity = 100_000;

/** Every vendor request in order of arrival; the oldest are dropped beyond 100,000. */
export class Journal {
  #entries: OpenEntry[] = [];
  #count = 0;

  open(endpoint: string, method: string, arrivedAtMs: number, inFlight: number): OpenEntry {
    this.#count += 1;
    const entry: OpenEntry = {
      id: this.#count,
      endpoint,
      method,
      module: null,
      field: null,
      value: null,
      page: null,
      limit: null,
      from: null,
      to: null,
      status: null,
      arrivedAtMs,
      finishedAtMs: null,
      inFlight,
      refusal: null,
      fault: null,
      isCommitted: false,
      recordId: null,
      body: null,
    };
    this.#entries.push(entry);
    if (this.#entries.length > capacity * 1.1) this.#entries = this.#entries.slice(-capacity);
    return entry;
  }

  /** The entries with an id above `since`, as copies that stay as they are. */
  since(since: number): JournalEntry[] {
    return this.#entries.filter((entry) => entry.id > since).map((entry) => ({ ...entry }));
  }

  /** Forgets everything and counts from 1 again. */
  clear(): void {
    this.#entries = [];
    this.#count = 0;
  }
}
