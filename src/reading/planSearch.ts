import { badUserInput } from '../model/Fault.js';
import type { CaseSearchField, GestionSearchField, Search } from '../model/search.js';
import type { Condition } from './conditions.js';

/** How a list is read: the one search that is sent, and the conditions left to evaluate on its rows. */
export interface SearchPlan<Field extends string> {
  readonly search: Search<Field>;
  readonly pushedDown: readonly string[];
  readonly residual: readonly string[];
}

// A record rather than a list, so that the compiler notices a field that is missing here.
const caseFields: Readonly<Record<CaseSearchField, true>> = {
  id: true,
  caseNumber: true,
  sequence: true,
  prefix: true,
  type: true,
  status: true,
  priority: true,
  contactId: true,
  contactEmail: true,
  contactName: true,
  contactIdentification: true,
  contactPhone: true,
  companyId: true,
  companyName: true,
  ownerId: true,
  ownerUser: true,
  ownerName: true,
  responsibleId: true,
  responsibleUser: true,
  responsibleName: true,
  description: true,
  solution: true,
  reason: true,
  isReopened: true,
  isExpired: true,
};

/**
 * The plan for a list of cases; null where the conditions contradict each other, so that nothing can match.
 * BAD_USER_INPUT for a filter that one search of one field cannot answer.
 */
export function planCaseSearch(conditions: readonly Condition[]): SearchPlan<CaseSearchField> | null {
  return planSearch(conditions, (field): field is CaseSearchField => Object.hasOwn(caseFields, field));
}

/** The same for a list of collection steps, which the CRM searches by their customer only. */
export function planGestionSearch(
  conditions: readonly Condition[],
): SearchPlan<Extract<GestionSearchField, 'customerId'>> | null {
  return planSearch(conditions, (field): field is 'customerId' => field === 'customerId');
}

function planSearch<Field extends string>(
  conditions: readonly Condition[],
  isSearchable: (field: string) => field is Field,
): SearchPlan<Field> | null {
  if (conditions.some((condition) => condition.kind === 'values' && condition.values.length === 0)) return null;
  if (!conditions.some(({ field }) => isSearchable(field))) {
    throw badUserInput('filter', 'needs a condition on a field that the CRM can search');
  }
  const [condition, ...others] = conditions;
  if (condition?.kind !== 'values' || !isSearchable(condition.field) || others.length > 0) {
    throw badUserInput('filter', 'only one searchable field with `eq` is supported so far');
  }
  const { field, values } = condition;
  const [value, ...otherValues] = values;
  if (value === undefined || otherValues.length > 0) {
    throw badUserInput(`filter.${field}.in`, 'only one searchable field with `eq` is supported so far');
  }
  return { search: { field, value }, pushedDown: [field], residual: [] };
}
