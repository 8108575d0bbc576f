import type { CaseCondition } from '../../model/CaseRecord.js';
import type { PageCodecs } from '../PageCodec.js';
import { TenantZone } from '../TenantZone.js';
import { mapActivity } from './activity.js';
import { mapCase, wordsOfConditions } from './case.js';
import { mapCompany } from './company.js';
import { mapContact } from './contact.js';
import { createPageCodec } from './createPageCodec.js';
import { mapGestion } from './gestion.js';

/** Makes the codecs of all kinds of pages of a tenant, by the client's method that reads them. */
export function createPageCodecs(
  timeZone: string,
  statusConditions: Readonly<Record<string, CaseCondition>>,
): PageCodecs {
  const tenant = { zone: new TenantZone(timeZone), statusConditions: wordsOfConditions(statusConditions) };
  const cases = createPageCodec(mapCase, tenant);
  const contacts = createPageCodec(mapContact, tenant);
  return {
    searchCases: cases,
    searchContacts: contacts,
    searchCompanies: createPageCodec(mapCompany, tenant),
    searchActivities: createPageCodec(mapActivity, tenant),
    searchGestiones: createPageCodec(mapGestion, tenant),
    listCasesCreatedBetween: cases,
    listContactsCreatedBetween: contacts,
  };
}
