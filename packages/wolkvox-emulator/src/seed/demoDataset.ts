import { RandomSource } from '../RandomSource.js';
import { demoCatalogue } from '../store/Catalogue.js';
import type { Dataset, SeedContext } from './Dataset.js';
import { demoActivities } from './demoActivities.js';
import { demoCases } from './demoCases.js';
import { demoCompanies, demoContacts } from './demoContacts.js';
import { demoGestiones } from './demoGestiones.js';
import { demoUsers } from './people.js';

/** A whole made-up tenant, the same for the same seed. Dates run from 2024 to the autumn of 2026. */
export function demoDataset(context: SeedContext): Dataset {
  const random = new RandomSource(context.seed);
  const users = demoUsers(context.operation, random);
  const { documents: companyDocuments, companies } = demoCompanies(context, users);
  const { documents: contactDocuments, contacts } = demoContacts(context, users, random);
  const cases = demoCases(context, { users, contacts, companies, catalogue: demoCatalogue }, random);
  return {
    users,
    catalogue: demoCatalogue,
    records: new Map([
      ['companies', companyDocuments],
      ['contacts', contactDocuments],
      ['cases', cases],
      ['wolkvox_activities', demoActivities(context, users, cases, contactDocuments, random)],
      ['gestiones', demoGestiones(context, users, contacts, random)],
      ['leads', []],
      ['opportunities', []],
      ['collections', []],
    ]),
  };
}
