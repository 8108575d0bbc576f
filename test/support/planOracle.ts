import { callsOfWay as countCalls } from '../../bench/callsOfWay.mjs';
import type { CaseRecord } from '../../src/model/CaseRecord.js';
import type { CaseSearchField } from '../../src/model/search.js';
import type { AccessPath, Scan } from '../../src/reading/planner/AccessPath.js';

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

/** The rows that the CRM has for a scan, in its order. */
export function rowsOf(rows: readonly CaseRecord[], scan: Scan<CaseSearchField>): readonly CaseRecord[] {
  if (scan.kind === 'search') {
    const { field, value } = scan.search;
    const read = foundBy[field];
    if (read === undefined) throw new Error(`The oracle knows nothing of ${field}.`);
    return rows.filter((row) => read(row) === value);
  }
  const [from, to] = [scan.from, scan.to].map((at) => Math.floor(at.getTime() / 60_000) * 60_000);
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
  { field, scans }: AccessPath<CaseSearchField>,
): number {
  return countCalls({
    order: rows.map(({ id }) => id),
    items: matches.map(({ id }) => id),
    wanted,
    sources: scans.map((scan) => ({
      ids: rowsOf(rows, scan).map(({ id }) => id),
      id: field === 'id' && scan.kind === 'search' ? scan.search.value : undefined,
    })),
  });
}
