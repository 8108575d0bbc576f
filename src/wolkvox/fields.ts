import type {
  ActivitySearchField,
  CaseSearchField,
  CompanySearchField,
  ContactSearchField,
  GestionSearchField,
} from '../model/search.js';

/**
 * The vendor's spelling of what can be searched. The spellings differ from endpoint to endpoint: the same record id is
 * `wolkvox-id` in the search for cases and `wolkvox_id` in the search of a module.
 */

/** The `field` of cases/queryCases, as its page lists them. */
export const caseFields: Readonly<Record<CaseSearchField, string>> = {
  id: 'wolkvox-id',
  caseNumber: 'idPrefijo',
  sequence: 'idCase',
  prefix: 'prefix',
  type: 'type case',
  status: 'status',
  priority: 'priority',
  contactId: 'contact wolkvox id',
  contactEmail: 'email contact',
  contactName: 'name contact',
  contactIdentification: 'contact identification',
  contactPhone: 'contact phone',
  companyId: 'company id',
  companyName: 'company name',
  ownerId: 'owner id',
  ownerUser: 'owner user',
  ownerName: 'owner name',
  responsibleId: 'responsible id',
  responsibleUser: 'responsible user',
  responsibleName: 'responsible name',
  description: 'description',
  solution: 'solution',
  reason: 'reason',
  // Searched with the words "true" and "false": the page gives no example, and a search value is text everywhere else.
  isReopened: 'reopened',
  isExpired: 'case expired',
};

/** The `field` of custom/query in module `contacts`: the names of the stored fields. */
export const contactFields: Readonly<Record<ContactSearchField, string>> = {
  id: 'wolkvox_id',
  email: 'emailcontact',
  identification: 'idcontact',
};

/** The `field` of custom/query in module `companies`. */
export const companyFields: Readonly<Record<CompanySearchField, string>> = { id: 'wolkvox_id' };

/** The `field` of custom/query in module `wolkvox_activities`, inferred: reading activities is not documented. */
export const activityFields: Readonly<Record<ActivitySearchField, string>> = {
  id: 'wolkvox_id',
  subjectId: 'id_record',
};

/** The `field` of collections/queryGestion; `wolkvox_id` is inferred from the other modules. */
export const gestionFields: Readonly<Record<GestionSearchField, string>> = {
  id: 'wolkvox_id',
  customerId: 'customer_id',
};

/** The vendor's names of modules. */
export const modules = {
  cases: 'cases',
  contacts: 'contacts',
  companies: 'companies',
  activities: 'wolkvox_activities',
} as const;
