import type { TenantShape } from './TenantShape.js';

/** A row as the CRM sends it, with the vendor's names. */
export type WireRow = Readonly<Record<string, unknown>>;

/** The texts of a record by filter field. */
export type Texts = Readonly<Record<string, readonly string[]>>;

/** One record: what the CRM sends for it, what it is found by, and what the graph has to show. */
export interface Truth {
  readonly id: string;
  readonly row: WireRow;
  readonly shown: Readonly<Record<string, unknown>>;
  /** What the CRM finds it by. */
  readonly stored: Texts;
  /** What its row tells of the same fields; a field that the row leaves out is not there. */
  readonly told: Texts;
  /** Milliseconds by filter field; null where there is no time. */
  readonly times: Readonly<Record<string, number | null>>;
  /** What the tenant's clock showed; null where the record does not tell. */
  readonly createdWall: string | null;
  readonly modifiedWall: string | null;
  /** Whether some field of the row cannot be read. */
  readonly hasUnreadable: boolean;
  /** When it was added while the tenant was being read; -Infinity when it was there from the start. */
  readonly addedAtMs: number;
}

/** An owner as the graph has to show it. */
export interface OwnerTruth {
  readonly id: string;
  readonly user: string | null;
  readonly shown: Readonly<Record<string, unknown>>;
}

export interface Tenant {
  readonly shape: TenantShape;
  /** The records of each module, in the order in which the CRM lists them. */
  readonly cases: Truth[];
  readonly contacts: Truth[];
  readonly activities: Truth[];
  readonly gestiones: readonly Truth[];
  readonly owners: readonly OwnerTruth[];
  /** One more case, created after all others; not yet in `cases`. */
  readonly nextCase: (addedAtMs: number) => Truth;
}
