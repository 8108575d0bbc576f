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
  return new DataLoader<string, Found | null>((keys) => Promise.all(keys.map(find)), { batch: false });
}

/** What a batch answers for one key at once: the promise of its record. */
interface Delivery<Found> {
  readonly record: Promise<Found | null>;
}

/**
 * Makes a loader that looks up together the keys wanted at about the same time; `schedule` decides when. `find` returns
 * one promise a key, so that each is delivered when it is there: a loader whose batch is one promise would deliver all of
 * them with the slowest.
 */
export function batchingLoader<Found>(
  find: (keys: readonly string[]) => readonly Promise<Found | null>[],
  schedule: (begin: () => void) => void,
): RecordLoader<Found> {
  const batches = new DataLoader<string, Delivery<Found>>(
    (keys) => Promise.resolve(find(keys).map((record) => ({ record }))),
    { batchScheduleFn: schedule, cache: false },
  );
  // Before the batches, not in them: a batch holds back even what it knows until it begins.
  const records = new Map<string, Promise<Found | null>>();
  return {
    load: (key) => {
      const known = records.get(key);
      if (known !== undefined) return known;
      const record = batches.load(key).then((delivery) => delivery.record);
      records.set(key, record);
      return record;
    },
    prime: (key, record) => {
      if (!records.has(key)) records.set(key, Promise.resolve(record));
    },
  };
}
