import type { CallContext } from '../../model/CallContext.js';
import type { CaseRecord } from '../../model/CaseRecord.js';
import { Fault } from '../../model/Fault.js';
import type { CaseSearchField, InstantSpan, PageRequest } from '../../model/search.js';
import type { TenantCapabilities } from '../capabilities/TenantCapabilities.js';
import { caseCatalogue } from '../catalogue/caseCatalogue.js';
import { isRefusal } from '../isRefusal.js';
import { arePartsOfCases } from '../isWhole.js';
import type { PageReader, SourcedPage } from '../PageReader.js';
import { directionOf, stepsToTrust } from '../planner/recordOrder.js';
import type { CarriedFields } from './CarriedFields.js';
import { counted, createContactCompletion, type FindContact } from './createContactCompletion.js';
import type { DateListing, ListSpan } from './DateListing.js';
import type { ListSource, ListedPage, PathAbandoned } from './ListSource.js';

/** What all lists of cases share. */
export interface CaseSourceOptions {
  readonly pages: PageReader;
  readonly findContact: FindContact;
  readonly dates: DateListing;
  readonly fields: CarriedFields<CaseRecord>;
  readonly capabilities: TenantCapabilities;
  readonly clock: { readonly now: () => number };
}

/** Makes the source of one operation's list of cases. `isCompared` says that rows are evaluated by further predicates. */
export function createCaseSource(
  options: CaseSourceOptions,
  { call, isCompared }: { readonly call: CallContext; readonly isCompared: boolean },
): ListSource<CaseSearchField, CaseRecord> {
  const { pages, findContact, dates, fields, capabilities } = options;
  return {
    catalogue: caseCatalogue,
    async fetch(scan, page, goesOn) {
      if (scan.kind !== 'search') return fetchSpan(scan, page, { options, call, isCompared, goesOn });
      const found = await pages.searchCases(scan.search, page, call);
      dates.notice(found.rows);
      return { ...found, isContradicted: fields.notice(found.rows, scan) };
    },
    isCarried: (field) => fields.isCarried(field),
    leavesOpen: (row, predicates) => fields.leavesOpen(row, predicates),
    isUncarried: (field) => fields.isUncarried(field),
    complete: createContactCompletion(findContact, call),
    noteRowOrder: (ids) => noteRowOrder(capabilities, ids),
  };
}

interface SpanRequest {
  readonly options: CaseSourceOptions;
  readonly call: CallContext;
  readonly isCompared: boolean;
  readonly goesOn: boolean;
}

/** Reads a page of what was created in a span of time, once it is proved that the CRM lists by that date. */
async function fetchSpan(
  { from, to }: InstantSpan,
  page: PageRequest,
  { options, call, isCompared, goesOn }: SpanRequest,
): Promise<ListedPage<CaseRecord> | PathAbandoned> {
  const { pages, dates, fields, clock } = options;
  let calls = 0;
  // A failure does not tell what it cost.
  const countedCall = counted(call, () => (calls += 1));
  const listSpan: ListSpan = (span, one) => pages.listCasesCreatedBetween(span, one, countedCall);
  const span = { from, to };
  try {
    const found = await listSpan(span, page);
    // What rows leave out reads as empty, and a predicate on it as not met.
    if (isCompared && arePartsOfCases(found.rows)) {
      dates.onRefused(clock.now());
      return { abandoned: 'dates', calls };
    }
    fields.notice(found.rows, { kind: 'createdBetween', ...span });
    const proof = await proveDates(dates, found, { span, listSpan, goesOn });
    if (!dates.isUsable && !goesOn) return { abandoned: 'dates', calls };
    const spent = Math.max(calls, found.calls + proof.calls);
    return { ...found, calls: spent, isUnproven: !dates.isUsable || !proof.isMade };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    dates.onRefused(clock.now());
    return { abandoned: 'dates', calls, cause: error };
  }
}

/** Finds out by which date the CRM lists. The page that is there is not lost over a proof that cannot be made now. */
async function proveDates(
  dates: DateListing,
  { rows }: SourcedPage<CaseRecord>,
  parts: { readonly span: InstantSpan; readonly listSpan: ListSpan; readonly goesOn: boolean },
): Promise<{ readonly calls: number; readonly isMade: boolean }> {
  try {
    return { calls: await dates.check(rows, parts.span, parts.listSpan), isMade: true };
  } catch (error) {
    if (!(error instanceof Fault) || (isRefusal(error) && !parts.goesOn)) throw error;
    return { calls: 0, isMade: false };
  }
}

/** Learns the tenant's row order from a page of more rows than chance puts in order. */
function noteRowOrder(capabilities: TenantCapabilities, ids: readonly string[]): boolean {
  const { value, origin } = capabilities.get('rowOrder');
  if (ids.length < 2 || (value === 'unknown' && origin !== 'default')) return false;
  const direction = directionOf(ids);
  const shown = direction === null ? 'unknown' : direction === 1 ? 'oldestFirst' : 'newestFirst';
  if (value === shown) return false;
  if (value === 'unknown') {
    if (ids.length > stepsToTrust) capabilities.verify('rowOrder', shown);
    return false;
  }
  return capabilities.contradict('rowOrder', 'unknown') && origin !== 'verified';
}
