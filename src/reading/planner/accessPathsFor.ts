import { badUserInput } from '../../model/Fault.js';
import type { Catalogue, FilterField } from '../catalogue/FilterField.js';
import type { Predicate } from '../predicate/normalizeFilter.js';
import { type AccessPath, type Scan, creationSpan } from './AccessPath.js';
import { compareIds } from './recordOrder.js';

/**
 * The access paths to the records that meet the predicates; null where these contradict each other, so that no record can.
 * With `now` null, the CRM's lists of spans of time are not to be used. BAD_USER_INPUT, naming the fields that the CRM can
 * search, when there is no path.
 */
export function accessPathsFor<T, SearchField extends string>(
  predicates: readonly Predicate[],
  catalogue: Catalogue<T, SearchField>,
  now: Date | null,
): readonly AccessPath<SearchField>[] | null {
  const paths = predicates.flatMap((predicate) => {
    const others = predicates.filter((other) => other !== predicate);
    const path = pathOf(predicate, catalogue.get(predicate.field), now);
    // The CRM's minutes are wider than a range, so rows are checked against that as well.
    return path === null ? [] : [{ ...path, residual: predicate.kind === 'range' ? predicates : others }];
  });
  if (paths.length === 0) {
    const names = [...catalogue].filter(([, field]) => isSearchable(field, now)).map(([name]) => name);
    throw badUserInput('filter', `needs a condition on a field that the CRM can search: ${names.join(', ')}`);
  }
  const isOutside = paths.some(({ scans }) => scans.some((scan) => scan.kind !== 'search' && scan.from >= scan.to));
  return isOutside || predicates.some(isImpossible) ? null : paths;
}

function pathOf<T, SearchField extends string>(
  predicate: Predicate,
  field: FilterField<T, SearchField> | undefined,
  now: Date | null,
): Omit<AccessPath<SearchField>, 'residual'> | null {
  const name = predicate.field;
  if (predicate.kind === 'range') {
    if (field?.kind !== 'instant' || field.pushdown === 'none' || now === null) return null;
    return { field: name, scans: [{ kind: 'createdBetween', ...creationSpan(predicate, now) }], isUnique: false };
  }
  if (field?.kind !== 'value' || field.search === null) return null;
  const { search } = field;
  const scans = sortValues(name, predicate.values).map((value): Scan<SearchField> => ({
    kind: 'search',
    search: { field: search, value },
  }));
  return { field: name, scans, isUnique: field.isUnique };
}

function isSearchable(field: FilterField<never>, now: Date | null): boolean {
  return field.kind === 'value' ? field.search !== null : field.pushdown !== 'none' && now !== null;
}

function isImpossible(predicate: Predicate): boolean {
  if (predicate.kind === 'values') return predicate.values.length === 0;
  return predicate.gte !== null && predicate.lt !== null && predicate.gte >= predicate.lt;
}

/** Values of the id sort as their records do, so that a list of ids can be read no further than it is shown. */
function sortValues(field: string, values: readonly string[]): readonly string[] {
  return field === 'id' ? [...values].sort(compareIds) : values;
}
