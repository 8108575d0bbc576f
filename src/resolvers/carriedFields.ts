/**
 * What travels with a record's neighbours: by the field that leads to a record and the type found there, the fields that
 * are known without a call. Selecting any other field looks the record up, once for all of them.
 */
const carriedFields: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'Case.contact': { Contact: ['id', 'name', 'email', 'identification', 'phone', 'cases', 'activities'] },
  // Activities name their owner by the login.
  'Activity.owner': { Owner: ['user', 'cases'] },
  'Activity.subject': {
    Case: ['id', 'activities'],
    Contact: ['id', 'cases', 'activities'],
    Company: ['id'],
    RecordReference: ['module', 'id'],
  },
  'CollectionGestion.contact': {},
  // The case of a write made here; what others changed brings all of it along.
  'CaseChange.case': { Case: ['id', 'activities'] },
  'CreateCasePayload.case': { Case: ['id', 'caseNumber'] },
  'UpdateCasePayload.case': { Case: ['id'] },
  'CreateContactPayload.contact': { Contact: ['id'] },
  'UpdateContactPayload.contact': { Contact: ['id'] },
  'CreateActivityPayload.activity': { Activity: ['id'] },
};

/**
 * Whether a record of type `typeName` beneath `field`, such as `Case.contact`, has to be looked up for the fields
 * `selected` on it. False for fields that lead to no record of its own.
 */
export function needsLookUp(field: string, typeName: string, selected: Iterable<string>): boolean {
  const carried = Object.hasOwn(carriedFields, field) ? carriedFields[field] : undefined;
  if (!carried) return false;
  const free = new Set(carried[typeName]);
  for (const name of selected) if (name !== '__typename' && !free.has(name)) return true;
  return false;
}
