import type { OwnerId } from './ids.js';

/**
 * A user or group as some record names it. The CRM has no look-up of users. `id` is null where the record carries
 * only the login, as activities do.
 */
export interface OwnerRecord {
  readonly id: OwnerId | null;
  readonly user: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly isGroup: boolean | null;
}
