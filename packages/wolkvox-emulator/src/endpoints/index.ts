import { caseEndpoints } from './cases.js';
import { collectionEndpoints } from './collections.js';
import { customQueryEndpoints } from './customQueries.js';
import { customWriteEndpoints } from './customWrites.js';
import type { Endpoint } from './Endpoint.js';
import { tokenEndpoints } from './tokenInformation.js';

/** Every script that the emulator serves, by its path below `/server/API/v2/`. */
export const endpoints: ReadonlyMap<string, Endpoint> = new Map(
  [...caseEndpoints, ...customQueryEndpoints, ...customWriteEndpoints, ...collectionEndpoints, ...tokenEndpoints].map(
    (endpoint) => [endpoint.name, endpoint],
  ),
);
