import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';

/** Values have no id of their own: they belong to the record that they are part of. */
const embedded = () => null;

/** @type {import('@urql/exchange-graphcache').CacheExchangeOpts} */
export const cacheOptions = {
  keys: {
    CaseChange: embedded,
    CaseEvent: embedded,
    CaseFile: embedded,
    CasePriority: embedded,
    CaseStatus: embedded,
    CaseType: embedded,
    CreateActivityPayload: embedded,
    CreateCasePayload: embedded,
    CreateContactPayload: embedded,
    CustomField: embedded,
    FieldPrice: embedded,
    OperationPrice: embedded,
    PhoneNumber: embedded,
    QueryPlan: embedded,
    // Its id is unique only together with its module.
    RecordReference: embedded,
    ResultInfo: embedded,
    ResultWarning: embedded,
    TenantStatus: embedded,
    TenantVocabulary: embedded,
    UpdateCasePayload: embedded,
    UpdateContactPayload: embedded,
    UpdateRecordPayload: embedded,
    UserError: embedded,
    WolkvoxQuota: embedded,
  },
  resolvers: {
    Query: { cases: relayPagination(), collectionGestiones: relayPagination() },
    Case: { activities: relayPagination() },
    Contact: { cases: relayPagination(), activities: relayPagination(), collectionGestiones: relayPagination() },
    Owner: { cases: relayPagination() },
  },
};

/**
 * @param {string} url
 * @returns {Client}
 */
export function createClient(url) {
  return new Client({
    url,
    // By default urql sends short queries by GET, which is taken in development only.
    preferGetMethod: false,
    exchanges: [cacheExchange(cacheOptions), fetchExchange],
  });
}
