import { badUserInput } from '../../model/Fault.js';
import type { CaseSearchField, GestionSearchField } from '../../model/search.js';
import type { Candidate, Source } from './Candidate.js';
import type { Condition } from './conditions.js';
import { creationSpan } from './creationSpan.js';
import { compareIds } from './recordOrder.js';

// Records rather than lists, so that the compiler notices a field that is missing here.
const caseFields: Readonly<Record<CaseSearchField, 'unique' | 'shared'>> = {
  id: 'unique',
  caseNumber: 'unique',
  sequence: 'unique',
  prefix: 'shared',
  type: 'shared',
  status: 'shared',
  priority: 'shared',
  contactId: 'shared',
  contactEmail: 'shared',
  contactName: 'shared',
  contactIdentification: 'shared',
  contactPhone: 'shared',
  companyId: 'shared',
  companyName: 'shared',
  ownerId: 'shared',
  ownerUser: 'shared',
  ownerName: 'shared',
  responsibleId: 'shared',
  responsibleUser: 'shared',
  responsibleName: 'shared',
  description: 'shared',
  solution: 'shared',
  reason: 'shared',
  isReopened: 'shared',
  isExpired: 'shared',
};
type ListedGestionField = Extract<GestionSearchField, 'customerId'>;

/**
 * The ways to read the cases that meet the conditions; null where these contradict each other, so that nothing can.
 * With `now` null, the CRM's list of a span of time is not to be used. BAD_USER_INPUT when there is no way.
 */
export function caseCandidates(
  conditions: readonly Condition[],
  now: Date | null,
): readonly Candidate<CaseSearchField>[] | null {
  return candidates(conditions, {
    isSearchable: (field): field is CaseSearchField => Object.hasOwn(caseFields, field),
    isUnique: (field) => caseFields[field] === 'unique',
    now,
    searchable: [...Object.keys(caseFields), ...(now === null ? [] : ['createdAt'])],
  });
}

/** The same for collection steps, which the CRM searches by their customer only. */
export function gestionCandidates(conditions: readonly Condition[]): readonly Candidate<ListedGestionField>[] | null {
  return candidates(conditions, {
    isSearchable: (field): field is ListedGestionField => field === 'customerId',
    isUnique: () => false,
    now: null,
    searchable: ['customerId'],
  });
}

interface Abilities<Field extends string> {
  readonly isSearchable: (field: string) => field is Field;
  readonly isUnique: (field: Field) => boolean;
  readonly now: Date | null;
  /** The fields to name to a caller whose filter has none of them. */
  readonly searchable: readonly string[];
}

function candidates<Field extends string>(
  conditions: readonly Condition[],
  { isSearchable, isUnique, now, searchable }: Abilities<Field>,
): readonly Candidate<Field>[] | null {
  const created = conditions.find(isOnCreation);
  const span = now === null || created === undefined ? null : creationSpan(created, now);
  const found = conditions.flatMap((condition): readonly Candidate<Field>[] => {
    const { field } = condition;
    const others = conditions.filter((other) => other !== condition);
    if (condition.kind === 'values' && isSearchable(field)) {
      const sources = sortValues(field, condition.values).map((value): Source<Field> => ({
        kind: 'search',
        search: { field, value },
      }));
      return [{ field, sources, residual: others, isUnique: isUnique(field) }];
    }
    if (condition === created && span !== null) {
      // The CRM's minutes are wider than the range, so the rows are checked against it all the same.
      const source: Source<Field> = { kind: 'createdBetween', ...span };
      return [{ field, sources: [source], residual: conditions, isUnique: false }];
    }
    return [];
  });
  if (found.length === 0) {
    const problem = `needs a condition on a field that the CRM can search: ${searchable.join(', ')}`;
    throw badUserInput('filter', problem);
  }
  const isOutside = span !== null && span.from >= span.to;
  return isOutside || conditions.some(isImpossible) ? null : found;
}

function isOnCreation(condition: Condition): condition is Extract<Condition, { kind: 'range' }> {
  return condition.kind === 'range' && condition.field === 'createdAt';
}

function isImpossible(condition: Condition): boolean {
  if (condition.kind === 'values') return condition.values.length === 0;
  return condition.gte !== null && condition.lt !== null && condition.gte >= condition.lt;
}

/** Values of the id sort as their records do, so that a list of ids can be read no further than it is shown. */
function sortValues(field: string, values: readonly string[]): readonly string[] {
  return field === 'id' ? [...values].sort(compareIds) : values;
}
