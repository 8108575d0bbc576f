import { createUndiciTransport } from '../http/UndiciTransport.js';
import type { CallContext } from '../model/CallContext.js';
import type { Clock } from '../model/Clock.js';
import { Fault } from '../model/Fault.js';
import { maxPageLimit } from '../model/search.js';
import { sampleRecords, type ReadPage, type Sample } from '../forms/inference/sampleRecords.js';
import { defaultCapabilities } from '../reading/capabilities/CapabilityValues.js';
import { createWolkvoxClient } from '../wolkvox/createWolkvoxClient.js';

/** Nobody waits longer at a terminal. */
const longestMs = 120_000;
/** Before any CRM of this vendor had a record. */
const beginning = new Date('2000-01-01T12:00:00Z');

export interface SampledTenant {
  readonly baseUrl: URL;
  readonly operation: string;
  readonly token: string;
  readonly timeZone: string;
  readonly proxyUrl: URL | null;
}

/** The types of case that every tenant begins with. */
const vendorTypes = ['Request', 'Complaints', 'Claims', 'Suggestions'] as const;

/** What was seen of a tenant, and what it cost. */
export interface TenantSample {
  readonly cases: Sample;
  readonly contacts: Sample;
  readonly calls: number;
}

/** Looks at a tenant's cases and contacts with so many calls at most, retries included. Rejects with a `Fault`. */
export async function sampleTenant(tenant: SampledTenant, calls: number, clock: Clock): Promise<TenantSample> {
  const transport = createUndiciTransport({
    baseUrl: tenant.baseUrl,
    connections: 1,
    maxResponseBytes: defaultCapabilities.maxPageBytes,
    proxyUrl: tenant.proxyUrl,
  });
  const client = createWolkvoxClient({
    operation: tenant.operation,
    token: tenant.token,
    timeZone: tenant.timeZone,
    transport,
    // The server beside it has the other place.
    concurrency: 1,
    requestsPerSecond: null,
    attemptTimeoutMs: 15_000,
    // So retries count as well.
    dailyQuota: Math.max(1, calls),
    writeReserve: { calls: 0 },
    attachmentFormat: 'base64',
    clock,
    random: Math.random,
  });
  let sent = 0;
  const call: CallContext = {
    deadlineAt: clock.now() + longestMs,
    signal: AbortSignal.timeout(longestMs),
    onCall: () => {
      sent += 1;
    },
  };
  const span = { from: beginning, to: new Date(clock.now() + 86_400_000) };
  const limit = maxPageLimit;
  const casesByDate: ReadPage = (page) => client.listCasesCreatedBetween(span, { page, limit }, call);
  const contactsByDate: ReadPage = (page) => client.listContactsCreatedBetween(span, { page, limit }, call);
  const casesByType: ReadPage = async (page) => {
    const value = vendorTypes[(page - 1) % vendorTypes.length] ?? '';
    const { rows } = await client.searchCases({ field: 'type', value }, { page: 1, limit }, call);
    return { rows, totalRecords: vendorTypes.length * limit, isPartial: true };
  };
  const none: ReadPage = () => Promise.resolve({ rows: [], totalRecords: 0, isPartial: true });
  try {
    const lists = { cases: orElse(casesByDate, casesByType), contacts: orElse(contactsByDate, none) };
    const { cases, contacts } = await sampleRecords(lists, calls);
    return { cases, contacts, calls: sent };
  } finally {
    await client.close();
    await transport.close();
  }
}

/** Reads the other way where the CRM refuses to list by date. A CRM that cannot be reached or takes no token is told. */
function orElse(first: ReadPage, second: ReadPage): ReadPage {
  let read = first;
  return async (page) => {
    try {
      return await read(page);
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'UPSTREAM_BAD_RESPONSE' || read === second) throw error;
      read = second;
      return read(page);
    }
  };
}
