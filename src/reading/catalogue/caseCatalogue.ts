import type { CaseRecord } from '../../model/CaseRecord.js';
import type { OwnerRecord } from '../../model/OwnerRecord.js';
import type { CaseSearchField } from '../../model/search.js';
import {
  type Catalogue,
  type FilterField,
  evaluated,
  identity,
  instant,
  texts,
  textsIfCarried,
  words,
} from './FilterField.js';

type CaseField = FilterField<CaseRecord, CaseSearchField>;

const unique = { isUnique: true } as const;
const caseless = { comparison: 'caseless' } as const;
const byContact = { carriedBy: 'contact' } as const;
const bySomeTenants = { carriedBy: 'someTenants' } as const;

/**
 * What cases can be filtered by: how the CRM finds them, about how many records share a value, and where the row has it.
 * Source: docs/upstream.md, the vendor's page on searching cases.
 */
const fields: Readonly<Record<string, CaseField>> = {
  id: identity('id', 1, (row) => [row.id], unique),
  caseNumber: identity('caseNumber', 1, (row) => texts(row.caseNumber), unique),
  sequence: identity('sequence', 1, (row) => texts(row.sequence), unique),
  prefix: words('prefix', 600, (row) => texts(row.prefix)),
  type: words('type', 600, (row) => texts(row.type?.name)),
  status: words('status', 350, (row) => texts(row.status?.name)),
  condition: evaluated((row) => texts(row.status?.condition)),
  priority: words('priority', 400, (row) => texts(row.priority?.name)),
  contactId: identity('contactId', 4, (row) => texts(row.contact?.id)),
  contactEmail: identity('contactEmail', 4, (row) => ofContact(row, 'email'), { ...byContact, ...caseless }),
  contactName: words('contactName', 5, (row) => ofContact(row, 'name'), byContact),
  contactIdentification: identity('contactIdentification', 4, (row) => ofContact(row, 'identification'), byContact),
  contactPhone: words('contactPhone', 4, phonesOf, { ...byContact, comparison: 'digits' }),
  companyId: identity('companyId', 30, (row) => texts(row.company?.id)),
  companyName: words('companyName', 30, (row) => texts(row.company?.name)),
  ownerId: identity('ownerId', 120, (row) => texts(row.owner?.id)),
  ownerUser: login('ownerUser', (row) => row.owner),
  ownerName: words('ownerName', 120, (row) => namesOf(row.owner)),
  responsibleId: identity('responsibleId', 120, (row) => texts(row.responsible?.id)),
  responsibleUser: login('responsibleUser', (row) => row.responsible),
  responsibleName: words('responsibleName', 120, (row) => namesOf(row.responsible)),
  description: words('description', 2, (row) => texts(row.description)),
  solution: words('solution', 20, (row) => textsIfCarried(row.solution), bySomeTenants),
  reason: words('reason', 60, (row) => textsIfCarried(row.reason), bySomeTenants),
  isReopened: words('isReopened', 200, (row) => texts(row.isReopened?.toString())),
  isExpired: words('isExpired', 800, expiryOf, bySomeTenants),
  createdAt: instant('inexact', (row) => row.createdAt),
  updatedAt: instant('none', (row) => row.updatedAt),
  closedAt: instant('none', (row) => row.closedAt),
};

/** The catalogue of cases. */
export const caseCatalogue: Catalogue<CaseRecord, CaseSearchField> = new Map(Object.entries(fields));

function ofContact({ contact }: CaseRecord, part: 'name' | 'email' | 'identification'): readonly string[] | undefined {
  return contact === null ? [] : textsIfCarried(contact[part]);
}

/** People search with and without the calling code. */
function phonesOf({ contact }: CaseRecord): readonly string[] | undefined {
  if (contact === null) return [];
  const { phone } = contact;
  if (phone === undefined || phone === null) return textsIfCarried(phone);
  return texts(phone.value, (phone.code ?? '') + (phone.value ?? ''));
}

function expiryOf({ isExpired }: CaseRecord): readonly string[] | undefined {
  return isExpired === undefined ? undefined : texts(isExpired?.toString());
}

/** The login of a user, left out where the row names the user otherwise. Groups have none. */
function login(search: CaseSearchField, personOf: (row: CaseRecord) => OwnerRecord | null): CaseField {
  return identity(
    search,
    120,
    (row: CaseRecord) => {
      const person = personOf(row);
      if (person === null || person.isGroup === true) return [];
      return person.user === null ? undefined : texts(person.user);
    },
    // That there is nobody, or a group, tells nothing about how others are named.
    { ...bySomeTenants, ...caseless, isCarried: (row) => typeof personOf(row)?.user === 'string' },
  );
}

/** The name as the graph shows it, and as the CRM stores it: with the login behind. */
function namesOf(person: OwnerRecord | null): readonly string[] {
  if (person === null || person.name === null) return [];
  return texts(person.name, person.user === null ? null : `${person.name} - ${person.user}`);
}
