import type { CallContext } from '../model/CallContext.js';
import type { WolkvoxClient } from '../wolkvox/WolkvoxClient.js';
import type { RefusalCode } from './Writer.js';

interface Dated {
  readonly id: string;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
}

const onePage = { page: 1, limit: 2 } as const;

/** Whether a case may be changed by somebody who saw it as it was at `since`: a live look, never a cached one. */
export async function checkCaseUnmodified(
  client: WolkvoxClient,
  id: string,
  since: Date,
  call: CallContext,
): Promise<RefusalCode | null> {
  const { rows } = await client.searchCases({ field: 'id', value: id }, onePage, call);
  return judge(rows, id, since);
}

/** The same for a contact. */
export async function checkContactUnmodified(
  client: WolkvoxClient,
  id: string,
  since: Date,
  call: CallContext,
): Promise<RefusalCode | null> {
  const { rows } = await client.searchContacts({ field: 'id', value: id }, onePage, call);
  return judge(rows, id, since);
}

function judge(rows: readonly (Dated | null)[], id: string, since: Date): RefusalCode | null {
  const record = rows.find((row) => row?.id === id);
  if (record == null) return 'NOT_FOUND';
  const touchedAt = record.updatedAt ?? record.createdAt;
  // A record without any date cannot be vouched for.
  return touchedAt === null || touchedAt > since ? 'STALE_OBJECT' : null;
}
