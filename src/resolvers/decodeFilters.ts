import type {
  CaseFilter as CaseFilterInput,
  CollectionGestionFilter as GestionFilterInput,
  DateTimeRange,
  IdFilter,
  StringFilter,
} from '../__generated__/resolvers.js';
import { badUserInput } from '../model/Fault.js';
import type { CaseFilter, GestionFilter, InstantRange, ValueCondition } from '../model/filters.js';

const caseValueFields = [
  'id',
  'caseNumber',
  'sequence',
  'prefix',
  'type',
  'status',
  'priority',
  'contactId',
  'contactEmail',
  'contactName',
  'contactIdentification',
  'contactPhone',
  'companyId',
  'companyName',
  'ownerId',
  'ownerUser',
  'ownerName',
  'responsibleId',
  'responsibleUser',
  'responsibleName',
  'description',
  'solution',
  'reason',
] as const;
const rangeFields = ['createdAt', 'updatedAt', 'closedAt'] as const;
const flagFields = ['isReopened', 'isExpired'] as const;
const gestionValueFields = [
  'customerId',
  'obligation',
  'recordId',
  'typificationCode',
  'agentId',
  'campaignId',
] as const;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * A filter on cases as the model knows it: nulls count as left out. BAD_USER_INPUT for a field condition with both or
 * neither of `eq` and `in`. Whether values and combination make sense is checked where the filter is read.
 */
export function decodeCaseFilter(input: CaseFilterInput): CaseFilter {
  const filter: Mutable<CaseFilter> = {};
  for (const field of caseValueFields) {
    const condition = decodeValues(field, input[field]);
    if (condition !== null) filter[field] = condition;
  }
  for (const field of flagFields) {
    const flag = input[field];
    if (flag !== null && flag !== undefined) filter[field] = flag;
  }
  for (const field of rangeFields) {
    const range = decodeRange(input[field]);
    if (range !== null) filter[field] = range;
  }
  if (input.condition !== null && input.condition !== undefined) filter.condition = input.condition;
  if (input.conditions !== null && input.conditions !== undefined) filter.conditions = input.conditions;
  return filter;
}

/** The same for a filter on collection steps. */
export function decodeGestionFilter(input: GestionFilterInput): GestionFilter {
  const filter: Mutable<GestionFilter> = {};
  for (const field of gestionValueFields) {
    const condition = decodeValues(field, input[field]);
    if (condition !== null) filter[field] = condition;
  }
  const range = decodeRange(input.occurredAt);
  if (range !== null) filter.occurredAt = range;
  return filter;
}

function decodeValues(field: string, input: StringFilter | IdFilter | null | undefined): ValueCondition | null {
  if (input === null || input === undefined) return null;
  const eq = input.eq ?? null;
  const values = input.in ?? null;
  if (eq !== null && values === null) return { eq };
  if (eq === null && values !== null) return { in: values };
  throw badUserInput(`filter.${field}`, 'needs exactly one of eq and in');
}

function decodeRange(input: DateTimeRange | null | undefined): InstantRange | null {
  if (input === null || input === undefined) return null;
  const range: Mutable<InstantRange> = {};
  if (input.gte !== null && input.gte !== undefined) range.gte = input.gte;
  if (input.lt !== null && input.lt !== undefined) range.lt = input.lt;
  return range;
}
