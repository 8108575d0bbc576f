/**
 * Look-ups that hang on what is selected beneath a field, for which the SDL has no words: what of a record travels with
 * another one costs nothing, and all the rest of it costs one call.
 */
interface LookUp {
  /** What travels with the parent: selecting anything else costs a call. Keyed by type, as a field may have several. */
  readonly free: Readonly<Record<string, readonly string[]>>;
}

const embeddedContact = ['id', 'name', 'email', 'identification', 'phone', 'cases', 'activities'];

const lookUps: Readonly<Record<string, LookUp>> = {
  'Case.contact': { free: { Contact: embeddedContact } },
  'Activity.subject': {
    free: {
      Case: ['id', 'activities'],
      Contact: ['id', 'cases', 'activities'],
      RecordReference: ['module', 'id'],
    },
  },
  'CollectionGestion.contact': { free: {} },
  'CreateCasePayload.case': { free: { Case: ['id', 'caseNumber'] } },
  'UpdateCasePayload.case': { free: { Case: ['id'] } },
  'CreateContactPayload.contact': { free: { Contact: ['id'] } },
  'UpdateContactPayload.contact': { free: { Contact: ['id'] } },
  'CreateActivityPayload.activity': { free: { Activity: ['id'] } },
};

/** Calls that finding an entity can take; an owner is looked for in two places. */
const callsToFind: Readonly<Record<string, number>> = { Owner: 2 };

/** Calls that finding an entity of a type by its key can take. */
export function lookUpCalls(typeName: string): number {
  return callsToFind[typeName] ?? 1;
}

/** Calls that a field costs because `selected` is selected on the value of type `typeName` beneath it: none or one. */
export function hiddenCalls(field: string, typeName: string, selected: Iterable<string>): number {
  const lookUp = Object.hasOwn(lookUps, field) ? lookUps[field] : undefined;
  if (!lookUp) return 0;
  const free = new Set(lookUp.free[typeName]);
  for (const name of selected) if (name !== '__typename' && !free.has(name)) return 1;
  return 0;
}
