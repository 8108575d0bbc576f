import type { CallContext } from '../../model/CallContext.js';
import type { PageRequest } from '../../model/search.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';
import type { PageReader, PageSource, ReadPage } from '../PageReader.js';

type Fetch<Query, T> = (query: Query, page: PageRequest, call: CallContext) => Promise<RecordPage<T>>;

/** Every page from the CRM, each time it is asked for: neither shared nor remembered. */
export function livePages(source: PageSource): PageReader {
  return {
    searchCases: live((search, page, call) => source.searchCases(search, page, call)),
    searchContacts: live((search, page, call) => source.searchContacts(search, page, call)),
    searchCompanies: live((search, page, call) => source.searchCompanies(search, page, call)),
    searchActivities: live((search, page, call) => source.searchActivities(search, page, call)),
    searchGestiones: live((search, page, call) => source.searchGestiones(search, page, call)),
    listCasesCreatedBetween: live((span, page, call) => source.listCasesCreatedBetween(span, page, call)),
    listContactsCreatedBetween: live((span, page, call) => source.listContactsCreatedBetween(span, page, call)),
  };
}

function live<Query, T>(fetch: Fetch<Query, T>): ReadPage<Query, T> {
  return async (query, page, call) => ({ ...(await fetch(query, page, call)), freshness: 'LIVE' });
}
