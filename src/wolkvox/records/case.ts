import type {
  CaseCondition,
  CaseEvent,
  CaseFile,
  CaseKind,
  CasePriority,
  CaseRecord,
  CaseStatus,
  CaseType,
} from '../../model/CaseRecord.js';
import { toCaseId } from '../../model/ids.js';
import { digitsOf } from '../../model/values/exactNumbers.js';
import { isWebAddress } from '../../model/values/webAddress.js';
import { isNothing } from '../decoding/wire.js';
import { defineRecord } from './defineRecord.js';
import { readEmbeddedCompany } from './company.js';
import { readEmbeddedContact } from './contact.js';
import { readForm } from './customFields.js';
import { readOwner } from './owner.js';
import { remembered } from './remembered.js';
import type { RowReader } from './RowReader.js';

/** A row of the case search; null without a usable id. */
export const mapCase = defineRecord<CaseRecord>(toCaseId, {
  caseNumber: (row) => row.id('idPrefijo'),
  sequence: (row) => row.id('idCase'),
  prefix: (row) => row.text('prefix'),
  type: readType,
  status: readStatus,
  priority: readPriority,
  description: (row) => row.text('description_case'),
  // Not among the documented fields of a row, though the CRM searches by them.
  solution: (row) => (row.has('solution') ? row.text('solution') : undefined),
  reason: (row) => (row.has('reason') ? row.text('reason') : undefined),
  isReopened: (row) => row.flag('reOpened'),
  isExpired: (row) => (row.has('caseExpired') ? row.flag('caseExpired') : undefined),
  dueAt: (row) => row.instant('timeEstimated'),
  createdAt: (row) => row.instant('wolkvox_fecha_creacion'),
  createdBy: (row) => row.text('wolkvox_usuario_creacion'),
  updatedAt: (row) => row.instant('wolkvox_fecha_modificacion'),
  updatedBy: (row) => row.text('wolkvox_usuario_modificacion'),
  closedAt: (row) => row.instant('closeDate'),
  dependency: (row) => row.text('case_dependent'),
  contact: readEmbeddedContact,
  company: readEmbeddedCompany,
  owner: (row) => readOwner(row, 'owner'),
  responsible: (row) => readOwner(row, 'responsible'),
  ownerGroups: readOwnerGroups,
  history: readHistory,
  files: readFiles,
  customFields: (row) => readForm(row, 'form'),
});

const kindsByWord: ReadonlyMap<string, CaseKind> = new Map([
  ['request', 'REQUEST'],
  ['peticion', 'REQUEST'],
  ['complaint', 'COMPLAINT'],
  ['queja', 'COMPLAINT'],
  ['claim', 'CLAIM'],
  ['reclamo', 'CLAIM'],
  ['suggestion', 'SUGGESTION'],
  ['sugerencia', 'SUGGESTION'],
]);

function readType(row: RowReader): CaseType | null {
  const name = row.object('caseType')?.text('name') ?? row.text('caseType');
  if (name === null) return null;
  return { name, kind: kindOf(name) };
}

/** A tenant has few types and conditions, and thousands of cases. */
const kindOf = remembered((name): CaseKind => {
  const word = toWord(name);
  const kind =
    kindsByWord.get(word) ?? kindsByWord.get(word.replace(/e?s$/, '')) ?? kindsByWord.get(word.replace(/s$/, ''));
  return kind ?? 'CUSTOM';
});

const conditionsByWord: ReadonlyMap<string, CaseCondition> = new Map([
  ['open', 'OPEN'],
  ['opened', 'OPEN'],
  ['abierto', 'OPEN'],
  ['onhold', 'ON_HOLD'],
  ['enespera', 'ON_HOLD'],
  ['solved', 'SOLVED'],
  ['solucionado', 'SOLVED'],
  ['closed', 'CLOSED'],
  ['close', 'CLOSED'],
  ['cerrado', 'CLOSED'],
]);

const rememberedWord = remembered(toWord);

/** The conditions that a tenant's own words of a status mean, by the word without case, accents and spaces. */
export function wordsOfConditions(
  conditions: Readonly<Record<string, CaseCondition>>,
): ReadonlyMap<string, CaseCondition> {
  return new Map(Object.entries(conditions).map(([word, condition]) => [toWord(word), condition]));
}

function readStatus(row: RowReader): CaseStatus | null {
  const status = row.object('status');
  if (status === null) {
    // Reports and older records carry the label alone, from which nothing certain follows about the condition.
    const name = row.text('status');
    return name === null ? null : { name, condition: 'UNKNOWN' };
  }
  const word = rememberedWord(status.text('value') ?? '');
  const condition = row.context.tenant.statusConditions?.get(word) ?? conditionsByWord.get(word) ?? 'UNKNOWN';
  return { name: status.text('name'), condition };
}

function readPriority(row: RowReader): CasePriority | null {
  const priority = row.object('priority');
  if (priority !== null) return { name: priority.text('name'), resolutionMinutes: priority.count('value') };
  const name = row.text('priority');
  return name === null ? null : { name, resolutionMinutes: null };
}

function readOwnerGroups(row: RowReader): readonly string[] {
  const value = row.raw('groupsOwner');
  const groups = typeof value === 'string' && !isNothing(value) ? [value] : row.list('groupsOwner');
  return groups.flatMap((group) => {
    if (typeof group === 'string') return isNothing(group) ? [] : [group];
    if (typeof group === 'number') return digitsOf(group) ?? noGroup(row);
    const name = row.element('groupsOwner', group)?.firstText('name', 'nombre', 'id') ?? null;
    return name === null ? [] : [name];
  });
}

function noGroup(row: RowReader): readonly string[] {
  row.reportUnreadable('groupsOwner');
  return [];
}

/** The history, in the CRM's order. Its entries have four shapes, of which only date, user and message are common. */
function readHistory(row: RowReader): readonly CaseEvent[] {
  return row.list('history').flatMap((value) => {
    if (typeof value === 'string') return isNothing(value) ? [] : [{ at: null, user: null, tag: null, message: value }];
    const event = row.element('history', value);
    if (event === null) return [];
    const user = event.object('user')?.firstText('name', 'nombre', 'user') ?? event.text('user');
    return [{ at: event.instant('date'), user, tag: event.firstText('tag', 'type'), message: event.text('message') }];
  });
}

/** The files of both attachment lists, each once. */
function readFiles(row: RowReader): readonly CaseFile[] {
  const files = new Map<string, CaseFile>();
  for (const key of ['files', 'Attached']) {
    for (const value of row.list(key)) {
      const file = readFile(row, key, value);
      if (file === null) continue;
      const identity = file.url ?? `name ${file.name ?? ''}`;
      if (!files.has(identity)) files.set(identity, file);
    }
  }
  return [...files.values()];
}

function readFile(row: RowReader, key: string, value: unknown): CaseFile | null {
  if (typeof value === 'string') return isNothing(value) ? null : { name: null, url: readUrl(row, key, value) };
  const file = row.element(key, value);
  const name = file?.text('name') ?? null;
  const stored = file?.text('url') ?? null;
  if (file === null || (name === null && stored === null)) return null;
  return { name, url: stored === null ? null : readUrl(file, 'url', stored) };
}

/** An address that a browser may be sent to; whatever else stands there could run in it, and is null and reported. */
function readUrl(row: RowReader, key: string, text: string): string | null {
  return isWebAddress(text.trim()) ? text : row.reportUnreadable(key);
}

/** A word without case, accents, spaces, underscores and hyphens. */
function toWord(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\p{M}\s_-]/gu, '')
    .toLowerCase();
}
