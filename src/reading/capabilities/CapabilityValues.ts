import type { CaseCondition } from '../../model/CaseRecord.js';

/**
 * The searchable fields of a case that rows may lack, so that nobody can tell from a row whether a condition on them is
 * met. The vendor shows them in none of its rows, or only in some tenants' (contact details, logins).
 */
export const fieldsRowsMayLack = [
  'contactEmail',
  'contactName',
  'contactIdentification',
  'contactPhone',
  'ownerUser',
  'responsibleUser',
  'solution',
  'reason',
  'isExpired',
] as const;
export type FieldRowsMayLack = (typeof fieldsRowsMayLack)[number];

/** What one tenant's CRM does. `unknown` is planned for safely: right answers, perhaps a call more. */
export interface CapabilityValues {
  /** The order in which lists come. */
  readonly rowOrder: 'oldestFirst' | 'newestFirst' | 'unknown';
  /** How many rows a page has: as many as asked for, or the CRM's own number whatever is asked for. */
  readonly pageLength: 'asAsked' | number;
  /** Whether pages carry the number of all rows. */
  readonly totals: boolean | 'unknown';
  /** The date by which a span of time is listed. */
  readonly datesListBy: 'creation' | 'modification' | 'unavailable' | 'unknown';
  /** How the value of a search is compared. */
  readonly matching: 'exact' | 'foldCase' | 'foldAccents' | 'partial' | 'unknown';
  readonly activitiesReadable: boolean;
  /** IANA name of the zone of the CRM's times. */
  readonly timeZone: string;
  /** Further words of a status's condition, beside those that are known of all tenants. */
  readonly statusConditions: Readonly<Record<string, CaseCondition>>;
  /** Bytes of an answer above which pages are asked for in halves. */
  readonly maxPageBytes: number;
}

/** The values that hold where nobody has declared another one. */
export const defaultCapabilities: CapabilityValues = {
  rowOrder: 'unknown',
  pageLength: 'asAsked',
  totals: 'unknown',
  datesListBy: 'unknown',
  matching: 'unknown',
  activitiesReadable: true,
  timeZone: 'America/Bogota',
  statusConditions: {},
  maxPageBytes: 4 * 1024 ** 2,
};
