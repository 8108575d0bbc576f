import type { CaseRecord } from '../../src/model/CaseRecord.js';
import type { CaseSearchField } from '../../src/model/search.js';
import type { Candidate, Source } from '../../src/reading/planning/Candidate.js';

const pageRows = 250;

/** The values that the CRM finds a synthetic case by. */
const foundBy: Readonly<Partial<Record<CaseSearchField, (row: CaseRecord) => string | null | undefined>>> = {
  id: (row) => row.id,
  caseNumber: (row) => row.caseNumber,
  status: (row) => row.status?.name,
  type: (row) => row.type?.name,
  ownerId: (row) => row.owner?.id,
  contactId: (row) => row.contact?.id,
  companyId: (row) => row.company?.id,
  isReopened: (row) => row.isReopened?.toString(),
};

/** The rows that the CRM has for a source, in its order. */
export function rowsOf(rows: readonly CaseRecord[], source: Source<CaseSearchField>): readonly CaseRecord[] {
  if (source.kind === 'search') {
    const { field, value } = source.search;
    const read = foundBy[field];
    if (read === undefined) throw new Error(`The oracle knows nothing of ${field}.`);
    return rows.filter((row) => read(row) === value);
  }
  const [from, to] = [source.from, source.to].map((at) => Math.floor(at.getTime() / 60_000) * 60_000);
  return rows.filter((row) => {
    const at = row.createdAt?.getTime() ?? NaN;
    return at >= (from ?? 0) && at < (to ?? 0);
  });
}

/**
 * The calls that one way of reading takes for the first `wanted` matches, computed from all rows: every list of the CRM
 * has to be read up to the last match, and as far as it takes to know that nothing of it comes before.
 */
export function callsOfWay(
  rows: readonly CaseRecord[],
  matches: readonly CaseRecord[],
  wanted: number,
  { field, sources }: Candidate<CaseSearchField>,
): number {
  const last = matches[wanted - 1];
  const place = new Map(rows.map((row, index) => [row.id, index]));
  const end = last === undefined ? Infinity : (place.get(last.id) ?? 0);
  return sources.reduce((sum, source) => {
    const all = rowsOf(rows, source);
    // Ids stand in the order of their records: those behind the last match are never asked for.
    if (field === 'id' && last !== undefined && source.kind === 'search' && source.search.value > last.id) return sum;
    const upToEnd = all.filter((row) => (place.get(row.id) ?? 0) <= end).length;
    const isLastHere = last !== undefined && all.some(({ id }) => id === last.id);
    const needed = isLastHere || upToEnd === all.length ? upToEnd : upToEnd + 1;
    return sum + Math.max(1, Math.ceil(needed / pageRows));
  }, 0);
}
