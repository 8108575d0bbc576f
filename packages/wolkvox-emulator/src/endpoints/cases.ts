import { searchAnswer, writeAnswer } from '../Answer.js';
import type { Answer } from '../Answer.js';
import type { JsonObject } from '../Json.js';
import { Refusal } from '../Refusal.js';
import type { Tenant } from '../Tenant.js';
import { fileLink, storedFiles } from './attachments.js';
import { caseFields } from './caseFields.js';
import { changeCase, formFields, stampModified } from './changeCase.js';
import { createCase } from './createCase.js';
import type { Endpoint, VendorCall } from './Endpoint.js';
import { filledText, requiredText, textList } from './parameters.js';
import { matches, searchTable } from './searchTable.js';

function queryCases({ body }: VendorCall, tenant: Tenant): Answer {
  const field = filledText(body, 'field');
  const wanted = requiredText(body, 'value');
  const valuesOf = caseFields.get(field);
  if (valuesOf === undefined && tenant.settings.unknownField === 'refuse') throw new Refusal('field', field);
  const { matching } = tenant.settings;
  const isWanted = (document: JsonObject): boolean =>
    valuesOf !== undefined && matches(valuesOf(document, tenant), wanted, matching);
  const page = searchTable(tenant.store.ensureTable('cases'), body, isWanted, tenant);
  return searchAnswer(page, tenant.settings);
}

function insertAttach(call: VendorCall, tenant: Tenant): Answer {
  return writeAnswer('Succesfully create record', createCase(call, formFields(call.body['form']), tenant));
}

const systemParameters = new Set(['operation', 'wolkvox-id', 'attachments', 'file', 'wolkvox-token']);

function updateCase(call: VendorCall, tenant: Tenant): Answer {
  const { body } = call;
  const id = filledText(body, 'wolkvox-id');
  const fields = Object.fromEntries(Object.entries(body).filter(([key]) => !systemParameters.has(key)));
  const uploaded = call.files.map((file) => fileLink(file.name, tenant.operation, id));
  const attached = storedFiles(textList(body['attachments'], 'attachments'), tenant.operation, id);
  const record = tenant.store.table('cases')?.get(id);
  if (record === undefined && tenant.settings.missingRecord === 'refuse') throw new Refusal('noRecord');
  if (record !== undefined) {
    const changed = changeCase(record.document, fields, [...uploaded, ...attached], tenant);
    tenant.store.put('cases', stampModified(changed, tenant), record.visibleFromMs);
  }
  return writeAnswer('Succesfully update record', { wolkvox_id: id });
}

/** Scripts below `cases/`. `insert` and `update` take forms, whose `form` is JSON text. */
export const caseEndpoints: readonly Endpoint[] = [
  {
    name: 'cases/queryCases',
    kind: 'read',
    token: 'internal',
    bodyForm: 'json',
    codeType: 'string',
    handle: queryCases,
  },
  // The notes endpoint returns whole cases, and is the one that wants the other kind of token.
  {
    name: 'cases/listHistoryNote',
    kind: 'read',
    token: 'external',
    bodyForm: 'json',
    codeType: 'string',
    handle: queryCases,
  },
  {
    name: 'cases/insertAttach',
    kind: 'create',
    token: 'internal',
    bodyForm: 'json',
    codeType: 'integer',
    handle: insertAttach,
  },
  {
    name: 'cases/insert',
    kind: 'create',
    token: 'internal',
    bodyForm: 'multipart',
    codeType: 'integer',
    handle: insertAttach,
  },
  {
    name: 'cases/update',
    kind: 'update',
    token: 'internal',
    bodyForm: 'multipart',
    codeType: 'integer',
    handle: updateCase,
  },
  {
    name: 'cases/updateCaseAttachment',
    kind: 'update',
    token: 'internal',
    bodyForm: 'json',
    codeType: 'integer',
    handle: updateCase,
  },
];
