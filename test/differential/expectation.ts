import { isFoundBy, withoutAccents } from './matching.js';
import type { Tenant, Truth } from './Tenant.js';

/** One condition of a filter, as the operations make them. */
export type Wanted =
  | { readonly field: string; readonly values: readonly string[] }
  | { readonly field: string; readonly gteMs: number | null; readonly ltMs: number | null };

/** The records that a list must have, and those that it may have besides: what the CRM matches is the CRM's to say. */
export interface Expectation {
  readonly must: readonly Truth[];
  readonly may: ReadonlySet<string>;
}

const exactFields = new Set([
  'id',
  'caseNumber',
  'sequence',
  'contactId',
  'contactIdentification',
  'companyId',
  'ownerId',
  'responsibleId',
  'customerId',
  'recordId',
]);
const caselessFields = new Set(['contactEmail', 'ownerUser', 'responsibleUser']);
const numberFields = new Set(['contactIdentification', 'customerId']);
/** Compared here, always: the CRM has no search for them. */
const fieldsOfTheGraph = new Set(['condition', 'obligation', 'recordId', 'typificationCode', 'agentId', 'campaignId']);

/** What a list of these records under these conditions has, by what the schema says of filters. */
export function expectRecords(tenant: Tenant, records: readonly Truth[], wanted: readonly Wanted[]): Expectation {
  const judged = records.map((truth) => ({ truth, ...judge(tenant, truth, wanted) }));
  return {
    must: judged.filter(({ must }) => must).map(({ truth }) => truth),
    may: new Set(judged.filter(({ may }) => may).map(({ truth }) => truth.id)),
  };
}

function judge(
  tenant: Tenant,
  truth: Truth,
  wanted: readonly Wanted[],
): { readonly must: boolean; readonly may: boolean } {
  const isSearchedAlone = wanted.length === 1;
  const one = wanted.map((condition) => {
    if (!('values' in condition)) {
      const at = truth.times[condition.field] ?? null;
      const { gteMs, ltMs } = condition;
      const isIn = at !== null && (gteMs === null || at >= gteMs) && (ltMs === null || at < ltMs);
      return { must: isIn, may: isIn };
    }
    const { field } = condition;
    // Nobody is found by a word for nothing.
    const values = numberFields.has(field) ? condition.values.filter((value) => !isNobody(value)) : condition.values;
    const stored = truth.stored[field] ?? [];
    const told = truth.told[field];
    const isSame = (told ?? stored).some((text) => values.some((value) => isSameValue(field, text, value)));
    if (fieldsOfTheGraph.has(field)) return { must: isSame, may: isSame };
    const { matching } = tenant.shape;
    const isFound = stored.some((text) => values.some((value) => isFoundBy(text, value, matching)));
    if (values.length < condition.values.length) {
      const isAny = stored.some((text) => condition.values.some((value) => isFoundBy(text, value, matching)));
      return { must: isFound && isSame, may: isAny };
    }
    if (exactFields.has(field) || caselessFields.has(field)) {
      // Strangers are dropped wherever the row tells who it is about; one that it tells unreadably stays, with a warning.
      const isUntold = told === undefined || (told.length === 0 && truth.hasUnreadable);
      return { must: isFound && isSame, may: isSame || (isUntold && isFound) };
    }
    // Where the CRM alone can be asked, it alone decides.
    return isSearchedAlone ? { must: isFound, may: isFound } : { must: isFound && isSame, may: isFound || isSame };
  });
  return { must: one.every(({ must }) => must), may: one.every(({ may }) => may) };
}

/** Whether a document number is none: a word for nothing, or that of Colombia's consumer without a name. */
export function isNobody(number: string): boolean {
  return /^(?:n\/a|null|none|222222222222)?$/i.test(number.trim());
}

/** Whether two values of a field mean the same, in the words of `StringFilter`. */
export function isSameValue(field: string, a: string, b: string): boolean {
  if (exactFields.has(field)) return a.trim() === b.trim();
  if (caselessFields.has(field)) return a.trim().toLowerCase() === b.trim().toLowerCase();
  if (field === 'contactPhone') return a.replace(/\D/g, '') === b.replace(/\D/g, '');
  return withoutAccents(a) === withoutAccents(b);
}
