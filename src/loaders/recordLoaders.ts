import DataLoader from 'dataloader';

/** Finds records of one kind by one key, each distinct key once. */
export interface RecordLoader<Found> {
  /** The record with this key, null for none. Rejects when it cannot be had; no other key's answer is waited for. */
  load(key: string): Promise<Found | null>;
  /** Takes in a record that was read otherwise. What is known or under way already stays. */
  prime(key: string, record: Found): void;
}

/** Makes a loader that looks up every key by itself. */
export function singleLoader<Found>(find: (key: string) => Promise<Found | null>): RecordLoader<Found> {
  const loader = new DataLoader<string, Found | null>((keys) => Promise.all(keys.map(find)), { batch: false });
  const asked = new Set<string>();
  const primed = new Map<string, Found>();
  return {
    load: (key) => {
      const record = primed.get(key);
      if (record !== undefined) return Promise.resolve(record);
      asked.add(key);
      return loader.load(key);
    },
    // A list primes a hundred records, of which hardly any is looked up: a promise for each is made then.
    prime: (key, record) => {
      if (!asked.has(key) && !primed.has(key)) primed.set(key, record);
    },
  };
}

interface Waiting<Found> {
  readonly resolve: (found: Found | null) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Makes a loader that looks up together the keys wanted at about the same time; `schedule` decides when. `find` delivers
 * the outcome of each key when it is there; only the first one of a key counts. DataLoader would deliver all of a batch
 * with the slowest, and hold back what it knows until the batch begins.
 */
export function batchingLoader<Found>(
  find: (keys: readonly string[], deliver: (key: string, outcome: Found | null | Error) => void) => void,
  schedule: (begin: () => void) => void,
): RecordLoader<Found> {
  const records = new Map<string, Promise<Found | null>>();
  const primed = new Map<string, Found>();
  let next = new Map<string, Waiting<Found>>();
  const begin = (): void => {
    const batch = next;
    next = new Map();
    find([...batch.keys()], (key, outcome) => {
      const waiting = batch.get(key);
      batch.delete(key);
      if (outcome instanceof Error) waiting?.reject(outcome);
      else waiting?.resolve(outcome);
    });
  };
  return {
    load: (key) => {
      const known = records.get(key);
      if (known !== undefined) return known;
      const record = primed.get(key);
      if (record !== undefined) return Promise.resolve(record);
      if (next.size === 0) schedule(begin);
      const wanted = new Promise<Found | null>((resolve, reject) => next.set(key, { resolve, reject }));
      records.set(key, wanted);
      return wanted;
    },
    prime: (key, record) => {
      if (!records.has(key) && !primed.has(key)) primed.set(key, record);
    },
  };
}
