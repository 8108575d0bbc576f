import type { CaseCondition, CaseRecord } from '../../model/CaseRecord.js';
import type { TenantVocabulary } from '../../model/TenantVocabulary.js';
import { isNobodysDocument } from '../../model/values/nothing.js';
import { type FieldRowsMayLack, fieldsRowsMayLack } from '../../reading/capabilities/CapabilityValues.js';
import type { ProbeAnswer } from '../../wolkvox/diagnosis/CrmProbe.js';
import type { SampleRow } from '../../wolkvox/diagnosis/SampleRow.js';
import { type Finding, finding, notTold, type Sentence } from '../Finding.js';

const noRows: Sentence = { es: 'no hubo filas', en: 'there were no rows' };
/** From so many rows on, a field that none of them carries is not carried. */
const enoughRows = 20;

/** The value of a field in a record, undefined where the row has no place for it. */
function valueIn(record: CaseRecord, field: FieldRowsMayLack): unknown {
  switch (field) {
    case 'contactEmail':
      return record.contact?.email;
    case 'contactName':
      return record.contact?.name;
    case 'contactIdentification':
      return record.contact?.identification;
    case 'contactPhone':
      return record.contact?.phone;
    case 'ownerUser':
      return record.owner?.user;
    case 'responsibleUser':
      return record.responsible?.user;
    case 'solution':
      return record.solution;
    case 'reason':
      return record.reason;
    case 'isExpired':
      return record.isExpired;
  }
}

/** Which searchable fields rows carry. */
export function judgeRowsCarry(rows: readonly SampleRow[]): Finding {
  if (rows.length === 0) return notTold('rowsCarry', noRows);
  const hasClosed = rows.some(({ condition }) => condition === 'CLOSED' || condition === 'SOLVED');
  const carried = fieldsRowsMayLack.flatMap((field): [FieldRowsMayLack, boolean][] => {
    const values = rows.map(({ record }) => valueIn(record, field));
    if (values.some((value) => value !== undefined && value !== null)) return [[field, true]];
    const isAbsent = values.every((value) => value === undefined);
    const mightShow = rows.length >= enoughRows && (hasClosed || (field !== 'solution' && field !== 'reason'));
    return isAbsent && mightShow ? [[field, false]] : [];
  });
  const lacking = carried.filter(([, isCarried]) => !isCarried).map(([field]) => field);
  const open = fieldsRowsMayLack.filter((field) => !carried.some(([name]) => name === field));
  const some = (list: readonly string[], none: string): string => (list.length === 0 ? none : list.join(', '));
  return finding('rowsCarry', carried.length === 0 ? 'unknown' : lacking.length === 0 ? 'ok' : 'warn', {
    seen: {
      es: `faltan en las filas: ${some(lacking, 'ninguno')}; no se sabe: ${some(open, 'ninguno')}`,
      en: `not in rows: ${some(lacking, 'none')}; not known: ${some(open, 'none')}`,
    },
    do:
      lacking.length === 0
        ? null
        : {
            es: 'nada: filtrar por esos campos junto con otros puede costar más llamadas',
            en: 'nothing: filters by these fields together with others may cost more calls',
          },
    value: Object.fromEntries(carried),
  });
}

function count(values: readonly (string | null | undefined)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value !== null && value !== undefined && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return new Map([...counts].sort(([, one], [, other]) => other - one));
}

/** What the CRM's words of a status mean. */
export function judgeStatusConditions(rows: readonly SampleRow[]): Finding {
  const conditions = new Map<string, CaseCondition>();
  for (const { statusWord, condition } of rows) if (statusWord !== null) conditions.set(statusWord, condition);
  if (conditions.size === 0) return notTold('statusConditions', noRows);
  const strange = [...conditions].filter(([, condition]) => condition === 'UNKNOWN').map(([word]) => word);
  const known = Object.fromEntries([...conditions].filter(([, condition]) => condition !== 'UNKNOWN'));
  const words = [...conditions.keys()].slice(0, 8).join(', ');
  return finding('statusConditions', strange.length === 0 ? 'ok' : 'warn', {
    seen:
      strange.length === 0
        ? { es: `todas conocidas: ${words}`, en: `all known: ${words}` }
        : { es: `desconocidas: ${strange.join(', ')}`, en: `not known: ${strange.join(', ')}` },
    do:
      strange.length === 0
        ? null
        : {
            es: 'escriba en el perfil, en statusConditions, qué significa cada una: OPEN, ON_HOLD, SOLVED o CLOSED',
            en: 'write into statusConditions of the profile what each means: OPEN, ON_HOLD, SOLVED or CLOSED',
          },
    value: known,
  });
}

/** What is counted over the rows at hand, for people who write front ends. */
export interface VocabularyCounts {
  readonly caseTypes: ReadonlyMap<string, number>;
  readonly statuses: ReadonlyMap<string, { readonly count: number; readonly condition: CaseCondition }>;
  readonly priorities: ReadonlyMap<string, number>;
  readonly customLabels: ReadonlyMap<string, number>;
}

/** Counts the tenant's own words in the rows at hand. */
export function countVocabulary(rows: readonly SampleRow[]): VocabularyCounts {
  const records = rows.map(({ record }) => record);
  const statusNames = count(records.map(({ status }) => status?.name));
  const conditionOf = (name: string): CaseCondition =>
    records.find(({ status }) => status?.name === name)?.status?.condition ?? 'UNKNOWN';
  return {
    caseTypes: count(records.map(({ type }) => type?.name)),
    statuses: new Map([...statusNames].map(([name, times]) => [name, { count: times, condition: conditionOf(name) }])),
    priorities: count(records.map(({ priority }) => priority?.name)),
    customLabels: count(records.flatMap(({ customFields }) => customFields.map(({ label }) => label))),
  };
}

/** The vocabulary as the profile has it. */
export function vocabularyOf({ caseTypes, statuses, priorities }: VocabularyCounts): TenantVocabulary {
  return {
    caseTypes: [...caseTypes.keys()],
    statuses: [...statuses].map(([name, { condition }]) => ({ name, condition })),
    priorities: [...priorities.keys()],
  };
}

/** The names of types, statuses and priorities in use, and the labels of custom fields. */
export function judgeVocabulary(rows: readonly SampleRow[]): Finding {
  const counts = countVocabulary(rows);
  if (counts.caseTypes.size === 0 && counts.statuses.size === 0) return notTold('vocabulary', noRows);
  const { caseTypes, statuses, priorities, customLabels } = counts;
  return finding('vocabulary', 'ok', {
    seen: {
      es: `${String(caseTypes.size)} tipos, ${String(statuses.size)} estados, ${String(priorities.size)} prioridades, ${String(customLabels.size)} campos propios`,
      en: `${String(caseTypes.size)} types, ${String(statuses.size)} statuses, ${String(priorities.size)} priorities, ${String(customLabels.size)} custom fields`,
    },
    value: { ...vocabularyOf(counts), customLabels: [...customLabels.keys()] },
  });
}

/** How many groups of contacts share a value that should be one contact's. */
function sharedBy(rows: readonly SampleRow[], valueOf: (record: CaseRecord) => string | null | undefined): number {
  const contacts = new Map<string, Set<string>>();
  for (const { record } of rows) {
    const value = valueOf(record)?.trim().toLowerCase();
    if (record.contact === null || value === undefined || value === '') continue;
    contacts.set(value, (contacts.get(value) ?? new Set()).add(record.contact.id));
  }
  return [...contacts.values()].filter((ids) => ids.size > 1).length;
}

/** Contacts that share an e-mail address or a document number, counted without naming any. */
export function judgeDuplicates(rows: readonly SampleRow[], placeholders: number): Finding {
  if (!rows.some(({ record }) => record.contact !== null)) {
    return notTold('duplicates', { es: 'ninguna fila lleva un contacto', en: 'no row carries a contact' });
  }
  const emails = sharedBy(rows, (record) => record.contact?.email);
  const documents = sharedBy(rows, (record) => record.contact?.identification);
  const isClean = emails + documents + placeholders === 0;
  return finding('duplicates', isClean ? 'ok' : 'warn', {
    seen: {
      es: `${String(emails)} correos y ${String(documents)} documentos de varios contactos; ${String(placeholders)} documentos de relleno`,
      en: `${String(emails)} e-mails and ${String(documents)} documents of several contacts; ${String(placeholders)} placeholder documents`,
    },
    do: isClean
      ? null
      : {
          es: 'únalos en el CRM: una búsqueda por correo o documento encuentra el primero',
          en: 'merge them in the CRM: a look-up by e-mail or document finds the first',
        },
    value: { sharedEmails: emails, sharedIdentifications: documents, placeholders },
  });
}

/** Whether a text stands in the place of a document number and is nobody's, such as `N/A` or `222222222222`. */
export function isPlaceholder(document: string): boolean {
  return document.trim() !== '' && isNobodysDocument(document);
}

/** Whether the CRM lets activities be read. */
export function judgeActivities(answer: ProbeAnswer | null, setting: boolean | null): Finding {
  if (answer === null) return notTold('activitiesReadable', { es: 'no se preguntó', en: 'it was not asked' });
  const { failure } = answer;
  if (failure === null) {
    return finding('activitiesReadable', setting === false ? 'warn' : 'ok', {
      seen: { es: 'el CRM deja leerlas', en: 'the CRM lets them be read' },
      do:
        setting === false
          ? { es: 'quite WOLKVOX_ACTIVITIES_READABLE=false', en: 'remove WOLKVOX_ACTIVITIES_READABLE=false' }
          : null,
      value: true,
    });
  }
  const status = String(failure.status);
  if (failure.status === null || !['refused', 'auth', 'serverError', 'badResponse'].includes(failure.class)) {
    return notTold('activitiesReadable', { es: 'no hubo respuesta clara', en: 'there was no clear answer' });
  }
  return finding('activitiesReadable', setting === false ? 'ok' : 'warn', {
    seen: { es: `el CRM respondió ${status}`, en: `the CRM answered ${status}` },
    do:
      setting === false
        ? null
        : { es: 'use WOLKVOX_ACTIVITIES_READABLE=false', en: 'set WOLKVOX_ACTIVITIES_READABLE=false' },
    value: false,
  });
}
