import type { CaseRecord } from '../model/CaseRecord.js';
import type { CaseReference } from '../model/references.js';
import { maxPageLimit } from '../model/search.js';
import { meansTheSame } from '../model/values/comparing.js';
import type { WolkvoxClient } from '../wolkvox/WolkvoxClient.js';
import { FittingReads } from './cache/FittingReads.js';
import type { TenantCapabilities } from './capabilities/TenantCapabilities.js';
import { caseCatalogue } from './catalogue/caseCatalogue.js';
import type { CaseMatcher, ChangeReader, Match } from './ChangeReader.js';
import { isWholeCase } from './isWhole.js';
import { keyPage, pickCase } from './lookup/pickRecord.js';
import { evaluate } from './predicate/evaluate.js';
import { normalizeCaseFilter, type Predicate } from './predicate/normalizeFilter.js';

/** The pages that one look at a span may take: two thousand cases. */
const maxPages = 8;

/** Makes the reader of how cases are now. */
export function createChangeReader(
  client: Pick<WolkvoxClient, 'listCasesCreatedBetween' | 'searchCases'>,
  capabilities: TenantCapabilities,
): ChangeReader {
  const fitting = new FittingReads();
  const isCarried = (field: string): boolean => capabilities.carries(field) === true;
  return {
    listedBy: () => {
      const { value, origin } = capabilities.get('datesListBy');
      // Seen to list otherwise than by creation, it may still list by the last change; who looks will see.
      if (value === 'unavailable') return origin === 'profile' || origin === 'doctor' ? null : 'unknown';
      return value;
    },
    listSpan: async (span, call, mayGoOn) => {
      const rows = new Map<string, CaseRecord>();
      const length = capabilities.value('pageLength');
      const fullPage = length === 'asAsked' ? maxPageLimit : Math.min(length, maxPageLimit);
      let count = 0;
      for (let page = 1; page <= maxPages && (page === 1 || mayGoOn()); page += 1) {
        const found = await fitting.read({ page, limit: maxPageLimit }, (part) =>
          client.listCasesCreatedBetween(span, part, call),
        );
        for (const row of found.rows) if (row !== null) rows.set(row.id, row);
        count += found.rows.length;
        if (found.rows.length < fullPage || count === found.totalRecords)
          return { rows: [...rows.values()], isComplete: true };
      }
      return { rows: [...rows.values()], isComplete: false };
    },
    readCase: async (key, call) => pickCase(await client.searchCases(key, keyPage, call), key),
    isWhole: isWholeCase,
    matcher: (filter) => createMatcher(normalizeCaseFilter(filter), isCarried),
  };
}

const keyFields: readonly string[] = ['id', 'caseNumber'];

function createMatcher(predicates: readonly Predicate[], isCarried: (field: string) => boolean): CaseMatcher {
  const onKeys = predicates.filter(({ field }) => keyFields.includes(field));
  const named = keyFields.flatMap((field) => onKeys.filter((predicate) => predicate.field === field)).slice(0, 1);
  return {
    named: named.flatMap((predicate) =>
      predicate.kind === 'values' ? predicate.values.map((value) => ({ field: keyField(predicate), value })) : [],
    ),
    matchKeys: (reference) => {
      const value = onKeys.map((predicate) => matchKey(reference, predicate));
      if (value.includes('false')) return 'false';
      return value.includes('unknown') || onKeys.length < predicates.length ? 'unknown' : 'true';
    },
    match: (record) => evaluate(record, predicates, caseCatalogue, isCarried),
  };
}

function keyField({ field }: Predicate): 'id' | 'caseNumber' {
  return field === 'id' ? 'id' : 'caseNumber';
}

/** Keys are compared as they are elsewhere; a number that is not known yet tells nothing. */
function matchKey({ id, caseNumber }: CaseReference, predicate: Predicate): Match {
  const value = predicate.field === 'id' ? id : (caseNumber ?? null);
  if (value === null || predicate.kind !== 'values') return 'unknown';
  return predicate.values.some((wanted) => meansTheSame('exact', value, wanted)) ? 'true' : 'false';
}
