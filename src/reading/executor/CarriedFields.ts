import type { Catalogue, ValueField } from '../catalogue/FilterField.js';
import { type FieldRowsMayLack, fieldsRowsMayLack } from '../capabilities/CapabilityValues.js';
import type { TenantCapabilities } from '../capabilities/TenantCapabilities.js';
import type { Scan } from '../planner/AccessPath.js';
import type { Predicate } from '../predicate/normalizeFilter.js';

/**
 * Which of the searchable fields that the vendor shows in no row the rows of this tenant carry. Where some row carries one,
 * rows without it have no value there; where none does, nobody can tell from a row, and the CRM has to be asked.
 */
export class CarriedFields<T> {
  readonly #fields: readonly (readonly [FieldRowsMayLack, ValueField<T>])[];

  constructor(
    private readonly capabilities: TenantCapabilities,
    catalogue: Catalogue<T>,
  ) {
    this.#fields = fieldsRowsMayLack.flatMap((name) => {
      const field = catalogue.get(name);
      return field?.kind === 'value' && field.carriedBy === 'someTenants' ? [[name, field] as const] : [];
    });
  }

  /** Whether rows carry the field whenever they have a value for it. */
  isCarried(name: string): boolean {
    return this.capabilities.carries(name) === true;
  }

  /** Learns from the rows of a page; whether they contradict what the tenant declares. */
  notice(rows: readonly (T | null)[], scan: Scan): boolean {
    let isContradicted = false;
    for (const [name, field] of this.#fields) {
      if (rows.some((row) => row !== null && isShown(row, field))) this.capabilities.verifyCarried(name, true);
      // What was found by a field has a value for it.
      const isFoundByIt = scan.kind === 'search' && scan.search.field === field.search;
      const isLeftOut = isFoundByIt && rows.some((row) => row !== null && field.read(row) === undefined);
      if (isLeftOut) isContradicted = this.capabilities.contradictCarried(name) || isContradicted;
    }
    return isContradicted;
  }

  /** Whether a row leaves a predicate open that no other row of the tenant has told about; remembers which. */
  leavesOpen(row: T, predicates: readonly Predicate[]): boolean {
    const open = this.#fields.filter(
      ([name, field]) =>
        !this.isCarried(name) && predicates.some((predicate) => predicate.field === name) && !isShown(row, field),
    );
    for (const [name] of open) this.capabilities.verifyCarried(name, false);
    return open.length > 0;
  }

  /** Whether rows were seen to leave the field out, or are declared to. */
  isUncarried(name: string): boolean {
    return this.capabilities.carries(name) === false;
  }
}

/** Whether the row carries the field, be it without a value. */
function isShown<T>(row: T, { isCarried, read }: ValueField<T>): boolean {
  return isCarried === undefined ? read(row) !== undefined : isCarried(row);
}
