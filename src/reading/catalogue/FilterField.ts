import { isBlank } from '../../model/values/blank.js';
import { type Comparison, meansTheSame } from '../../model/values/comparing.js';

/**
 * What the CRM's search by a field is worth. `exact`: its answer is the answer, however it compares. `inexact`: it may
 * hold other records too, so every row is checked again. `none`: the CRM cannot search by the field.
 */
export type Pushdown = 'exact' | 'inexact' | 'none';

/**
 * Where a row holds the field. `everyRow`: it is there, or empty. `contact`: where the row leaves it out, the contact's own
 * record tells. `someTenants`: where rows leave it out, only a search by the field tells.
 */
export type CarriedBy = 'everyRow' | 'contact' | 'someTenants';

/** A filter field that is compared with values. */
export interface ValueField<T, SearchField extends string = string> {
  readonly kind: 'value';
  /** The search that finds records by the field, in the client's words; null where the CRM has none. */
  readonly search: SearchField | null;
  readonly pushdown: Pushdown;
  /** Whether no two records share a value. */
  readonly isUnique: boolean;
  readonly comparison: Comparison;
  /** Records that share a value, until totals tell better. What matters is the order among fields: from keys to flags. */
  readonly defaultRows: number | null;
  readonly carriedBy: CarriedBy;
  /** The texts of the field in a row: none for an empty one, undefined where the row leaves it out. */
  readonly read: (row: T) => readonly string[] | undefined;
  /** Whether a row shows that rows carry the field, be it empty; where `read` being defined does not say so. */
  readonly isCarried?: (row: T) => boolean;
}

/** A filter field that is compared with a range of instants. */
export interface InstantField<T> {
  readonly kind: 'instant';
  /** `inexact` for what the CRM lists by spans of time, to the minute; `none` for the rest. */
  readonly pushdown: Exclude<Pushdown, 'exact'>;
  readonly read: (row: T) => Date | null;
}

/** One line of a catalogue: everything there is to know of one filter field. */
export type FilterField<T, SearchField extends string = string> = ValueField<T, SearchField> | InstantField<T>;

/** What records of one kind can be filtered by: one line for each field of the graph's filter. */
export type Catalogue<T, SearchField extends string = string> = ReadonlyMap<string, FilterField<T, SearchField>>;

type ValueOptions<SearchField extends string> = Partial<
  Pick<ValueField<unknown, SearchField>, 'comparison' | 'carriedBy' | 'isUnique'>
>;

/** A field whose values name one thing each: the CRM's answer is checked again. */
export function identity<T, SearchField extends string>(
  search: SearchField,
  defaultRows: number,
  read: ValueField<T>['read'],
  options: ValueOptions<SearchField> & Pick<ValueField<T>, 'isCarried'> = {},
): ValueField<T, SearchField> {
  const rest = { isUnique: false, comparison: 'exact', carriedBy: 'everyRow', ...options } as const;
  return { kind: 'value', search, pushdown: 'inexact', defaultRows, read, ...rest };
}

/** A field of words, which the CRM compares in its own way. */
export function words<T, SearchField extends string>(
  search: SearchField,
  defaultRows: number,
  read: ValueField<T>['read'],
  options: ValueOptions<SearchField> = {},
): ValueField<T, SearchField> {
  const rest = { isUnique: false, comparison: 'folded', carriedBy: 'everyRow', ...options } as const;
  return { kind: 'value', search, pushdown: 'exact', defaultRows, read, ...rest };
}

/** A field that the CRM cannot search by: it is evaluated on the rows. */
export function evaluated<T>(read: ValueField<T>['read'], comparison: Comparison = 'folded'): ValueField<T, never> {
  const rest = { isUnique: false, defaultRows: null, carriedBy: 'everyRow' } as const;
  return { kind: 'value', search: null, pushdown: 'none', comparison, read, ...rest };
}

/** A field of instants. */
export function instant<T>(pushdown: InstantField<T>['pushdown'], read: InstantField<T>['read']): InstantField<T> {
  return { kind: 'instant', pushdown, read };
}

/** The line of a field. Throws where the catalogue has none: the schema knows a field that it does not. */
export function fieldOf<T, SearchField extends string>(
  catalogue: Catalogue<T, SearchField>,
  name: string,
): FilterField<T, SearchField> {
  const field = catalogue.get(name);
  if (field === undefined) throw new TypeError('A filter field is missing in the catalogue.');
  return field;
}

/** Whether two values of a field mean the same. */
export function isSameValue(field: FilterField<never>, a: string, b: string): boolean {
  return field.kind === 'value' && meansTheSame(field.comparison, a, b);
}

/** Whether values of the field name one thing each, so that no record answers two different ones. */
export function isIdentity(field: FilterField<never>): boolean {
  return field.kind === 'value' && (field.comparison === 'exact' || field.comparison === 'caseless');
}

/** The texts that are there and not blank. */
export function texts(...found: readonly (string | null | undefined)[]): readonly string[] {
  return found.filter((text): text is string => typeof text === 'string' && !isBlank(text));
}

/** The same for a field that the row may leave out, which undefined says. */
export function textsIfCarried(found: string | null | undefined): readonly string[] | undefined {
  return found === undefined ? undefined : texts(found);
}

/** What a filter says of a person or company, a record has within one field. */
const partOf = /^(contact|company|owner|responsible)(?=[A-Z])/;

/** The field of a record that a condition on this filter field is about. */
export function recordFieldOf(filterField: string): string {
  if (filterField === 'condition') return 'status';
  if (filterField === 'subjectId') return 'subject';
  return partOf.exec(filterField)?.[0] ?? filterField;
}
