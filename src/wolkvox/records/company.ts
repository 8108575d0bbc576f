import type { CompanyRecord } from '../../model/CompanyRecord.js';
import { toCompanyId } from '../../model/ids.js';
import { defineRecord } from './defineRecord.js';
import type { RowReader } from './RowReader.js';

/** The company that a case carries; null where it carries none or no id of it. */
export function readEmbeddedCompany(row: RowReader): CompanyRecord | null {
  const id = row.reference('companyId');
  if (id === null) return null;
  return {
    id: toCompanyId(id),
    name: row.firstText('companyName', 'namecompany'),
    identification: row.document('companyIdentification'),
  };
}

/** A row of module `companies`, whose field names follow those of contacts by inference; null without a usable id. */
export const mapCompany = defineRecord<CompanyRecord>(toCompanyId, {
  name: (row) => row.firstText('namecompany', 'companyName', 'name'),
  identification: (row) => row.document('idcompany', 'companyIdentification', 'nit'),
});
