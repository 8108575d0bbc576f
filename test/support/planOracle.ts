import { callsOfWay as countCalls } from '../../bench/callsOfWay.mjs';
import type { CaseRecord } from '../../src/model/CaseRecord.js';
import type { CaseSearchField } from '../../src/model/search.js';
import type { Candidate, Source } from '../../src/reading/planning/Candidate.js';

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

/** The fewest calls that one way of reading takes for the first `wanted` matches. */
export function callsOfWay(
  rows: readonly CaseRecord[],
  matches: readonly CaseRecord[],
  wanted: number,
  { field, sources }: Candidate<CaseSearchField>,
): number {
  return countCalls({
    order: rows.map(({ id }) => id),
    items: matches.map(({ id }) => id),
    wanted,
    sources: sources.map((source) => ({
      ids: rowsOf(rows, source).map(({ id }) => id),
      id: field === 'id' && source.kind === 'search' ? source.search.value : undefined,
    })),
  });
}
