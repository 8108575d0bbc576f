import type { JsonObject } from '../Json.js';
import type { LocalTime } from '../LocalTime.js';
import type { RecordIds } from '../RecordIds.js';
import type { Catalogue } from '../store/Catalogue.js';
import type { User } from '../store/User.js';

/** What a tenant starts with. */
export interface Dataset {
  readonly users: readonly User[];
  readonly catalogue: Catalogue;
  readonly records: ReadonlyMap<string, readonly JsonObject[]>;
}

/** `demo`: a whole made-up tenant. `samples`: the records of the vendor's samples. `empty`: modules without records. */
export type DatasetName = (typeof datasetNames)[number];

/** Every dataset there is. */
export const datasetNames = ['demo', 'samples', 'empty'] as const;

/** What building a dataset needs to know of the tenant. */
export interface SeedContext {
  readonly operation: string;
  readonly seed: number;
  readonly localTime: LocalTime;
  readonly ids: RecordIds;
}
