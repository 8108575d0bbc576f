import type { Transport } from '../http/Transport.js';
import type { CallContext } from '../model/CallContext.js';
import type { Clock } from '../model/Clock.js';
import type { CaseCondition } from '../model/CaseRecord.js';
import { CallFailure } from '../model/CallFailure.js';
import { Fault } from '../model/Fault.js';
import type { PageRequest, Search } from '../model/search.js';
import type { WriteReserve } from '../model/WriteReserve.js';
import type { QuotaStore } from '../store/QuotaStore.js';
import { readRows } from './decoding/readEnvelope.js';
import { DriftReporter } from './DriftReporter.js';
import { endpoints } from './endpoints.js';
import type { Endpoint } from './endpoints.js';
import { activityFields, caseFields, companyFields, contactFields, gestionFields, modules } from './fields.js';
import { guardObserver } from './guardObserver.js';
import { silentObserver } from './Observer.js';
import type { WolkvoxObserver } from './Observer.js';
import { CallRunner } from './pipeline/CallRunner.js';
import type { CallLimiter, QueueState } from './pipeline/CallLimiter.js';
import { Gate } from './pipeline/Gate.js';
import { LocalLimiter } from './pipeline/LocalLimiter.js';
import { SharedLimiter, type SharedLimitsOptions } from './pipeline/SharedLimiter.js';
import { RetryBudget } from './pipeline/RetryBudget.js';
import { QuotaLedger } from './quota/QuotaLedger.js';
import { QuotaSeeder } from './quota/QuotaSeeder.js';
import { mapActivity } from './records/activity.js';
import { mapCase, wordsOfConditions } from './records/case.js';
import { mapCompany } from './records/company.js';
import { mapContact } from './records/contact.js';
import { mapGestion } from './records/gestion.js';
import { mapPage } from './records/mapPage.js';
import type { RowMapper } from './records/defineRecord.js';
import type { AttachmentFormat } from './requests/attachmentText.js';
import { createdBetweenBody, searchBody } from './requests/readBodies.js';
import type { RequestBody } from './requests/readBodies.js';
import {
  createActivityBody,
  createCaseBody,
  createContactBody,
  updateBody,
  updateCaseBody,
  updateContactBody,
} from './requests/writeBodies.js';
import { TenantZone } from './TenantZone.js';
import { toVerdict } from './toVerdict.js';
import type { WrittenRecord } from './toVerdict.js';
import type { RecordPage, WolkvoxClient, WriteVerdict } from './WolkvoxClient.js';

export interface WolkvoxClientOptions {
  /** The tenant's name. */
  readonly operation: string;
  readonly token: string;
  /** IANA name of the zone that the tenant's times are in. */
  readonly timeZone: string;
  /** The tenant's further words of a status's condition. */
  readonly statusConditions?: Readonly<Record<string, CaseCondition>>;
  readonly transport: Transport;
  /** Calls in flight at most. */
  readonly concurrency: number;
  readonly requestsPerSecond: number | null;
  /** Total time of one attempt, body included. */
  readonly attemptTimeoutMs: number;
  /** Calls a day; null to ask the CRM once. */
  readonly dailyQuota: number | null;
  readonly writeReserve: WriteReserve;
  readonly attachmentFormat: AttachmentFormat;
  readonly clock: Clock;
  /** Between 0 and 1, 1 excluded. */
  readonly random: () => number;
  readonly observer?: WolkvoxObserver;
  readonly quotaStore?: QuotaStore | null;
  /** Where several processes keep the limits together; left out where there is one. */
  readonly shared?: SharedLimitsOptions | undefined;
}

/** The client with a beginning and an end: `close` saves the day's count. It does not close the transport. */
export interface ClosableWolkvoxClient extends WolkvoxClient {
  /** Resolved when the count of an earlier process is known. What is called before is not held to it. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
  /** The calls under way and those that wait for their turn, now. */
  queue(): QueueState;
}

/** Makes the process's one client of a tenant's CRM. Throws a RangeError when the time zone does not exist. */
export function createWolkvoxClient(options: WolkvoxClientOptions): ClosableWolkvoxClient {
  const { operation, clock, attachmentFormat, quotaStore = null } = options;
  const observer = guardObserver(options.observer ?? silentObserver);
  const zone = new TenantZone(options.timeZone);
  const statusConditions = wordsOfConditions(options.statusConditions ?? {});
  const drift = new DriftReporter(
    () => clock.now(),
    (endpoint, path) => {
      observer.fieldUnreadable(endpoint, path);
    },
  );
  const { dailyQuota, writeReserve } = options;
  const { concurrency, requestsPerSecond, shared } = options;
  const limiter: CallLimiter = shared
    ? new SharedLimiter({ ...options, shared, zone })
    : new LocalLimiter(
        new Gate({ concurrency, requestsPerSecond, clock }),
        new QuotaLedger({ dailyQuota, writeReserve, zone, clock, store: quotaStore }),
      );
  const runner = new CallRunner({
    transport: options.transport,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': 'wolkvox-crm-subgraph',
      'wolkvox-token': options.token,
    },
    attemptTimeoutMs: options.attemptTimeoutMs,
    clock,
    random: options.random,
    limiter,
    budget: new RetryBudget(() => clock.now()),
    observer,
  });
  const seeder = new QuotaSeeder({ runner, limiter, clock, operation });

  function serialise(body: RequestBody): string {
    return JSON.stringify({ operation, ...body });
  }

  async function readPage<T extends object>(
    endpoint: Endpoint,
    body: RequestBody,
    { page, limit }: PageRequest,
    map: RowMapper<T>,
    call: CallContext,
  ): Promise<RecordPage<T>> {
    const answer = await runner.read(
      { endpoint, module: moduleOf(body), query: '', body: serialise(body), page },
      call,
    );
    seeder.seedOnce();
    const envelope = answer.outcome.kind === 'answered' ? answer.outcome.envelope : null;
    const wireRows = envelope === null ? [] : readRows(envelope, page);
    if (wireRows === null) throw badResponse(endpoint, 'noRecords');
    const onUnreadable = (path: string): void => {
      drift.onUnreadable(endpoint.name, path);
    };
    const mapped = mapPage(wireRows, { map, limit, zone, statusConditions, onUnreadable });
    drift.sample(mapped.rows);
    return {
      ...mapped,
      totalRecords: envelope?.totalRecords ?? null,
      calls: answer.calls,
      fetchedAt: new Date(clock.now()),
    };
  }

  async function search<T extends { readonly id: string }>(
    source: {
      readonly endpoint: Endpoint;
      readonly module?: string;
      readonly field: string;
      readonly map: RowMapper<T>;
    },
    wanted: Search<string>,
    page: PageRequest,
    call: CallContext,
  ): Promise<RecordPage<T>> {
    const body = searchBody({ field: source.field, value: wanted.value }, page, source.module);
    const found = await readPage(source.endpoint, body, page, source.map, call);
    if (wanted.field === 'id' && isAboutOthers(found.rows, wanted.value)) {
      // It may have been the answer to another request on the same connection, and then the next one would be as well.
      options.transport.renewConnections();
      throw badResponse(source.endpoint, 'otherRecord');
    }
    return found;
  }

  async function write(
    endpoint: Endpoint,
    body: RequestBody,
    record: WrittenRecord,
    call: CallContext,
  ): Promise<WriteVerdict> {
    return toVerdict(
      await runner.write({ endpoint, module: moduleOf(body), query: '', body: serialise(body), page: 1 }, call),
      record,
    );
  }

  const created: WrittenRecord = { expectedId: null, parentId: null };
  const changed = (id: string): WrittenRecord => ({ expectedId: id, parentId: null });

  return {
    searchCases: (wanted, page, call) =>
      search({ endpoint: endpoints.queryCases, field: caseFields[wanted.field], map: mapCase }, wanted, page, call),
    searchContacts: (wanted, page, call) =>
      search(
        { endpoint: endpoints.query, module: modules.contacts, field: contactFields[wanted.field], map: mapContact },
        wanted,
        page,
        call,
      ),
    searchCompanies: (wanted, page, call) =>
      search(
        { endpoint: endpoints.query, module: modules.companies, field: companyFields[wanted.field], map: mapCompany },
        wanted,
        page,
        call,
      ),
    searchActivities: (wanted, page, call) =>
      search(
        {
          endpoint: endpoints.query,
          module: modules.activities,
          field: activityFields[wanted.field],
          map: mapActivity,
        },
        wanted,
        page,
        call,
      ),
    searchGestiones: (wanted, page, call) =>
      search(
        { endpoint: endpoints.queryGestion, field: gestionFields[wanted.field], map: mapGestion },
        wanted,
        page,
        call,
      ),
    listCasesCreatedBetween: (span, page, call) =>
      readPage(endpoints.queryDates, createdBetweenBody(modules.cases, span, page, zone), page, mapCase, call),
    listContactsCreatedBetween: (span, page, call) =>
      readPage(endpoints.queryDates, createdBetweenBody(modules.contacts, span, page, zone), page, mapContact, call),

    createCase: (draft, call) => write(endpoints.insertCase, createCaseBody(draft, attachmentFormat), created, call),
    updateCase: (id, changes, call) =>
      write(endpoints.update, updateCaseBody(id, changes, attachmentFormat), changed(id), call),
    createContact: (fields, call) => write(endpoints.insert, createContactBody(fields), created, call),
    updateContact: (id, fields, call) => write(endpoints.update, updateContactBody(id, fields), changed(id), call),
    createActivity: (draft, call) =>
      write(
        endpoints.insert,
        createActivityBody(draft, zone),
        // Whether the id returned is the activity's or that of the record it hangs on is not documented.
        { expectedId: null, parentId: draft.subject.id },
        call,
      ),
    updateRecord: (module, id, fields, attachments, call) =>
      write(endpoints.update, updateBody(module, id, fields, attachments, attachmentFormat), changed(id), call),

    quota() {
      seeder.seedOnce();
      return limiter.quota();
    },
    latestQuota() {
      seeder.seedOnce();
      return limiter.latestQuota();
    },
    ready: limiter.ready,
    close: () => limiter.close(),
    queue: () => limiter.queue(),
  };
}

/** Whether a look-up by id was answered with other records only. */
function isAboutOthers(rows: readonly ({ readonly id: string } | null)[], id: string): boolean {
  const wanted = id.trim().toLowerCase();
  const found = rows.filter((row) => row !== null);
  return found.length > 0 && found.every((row) => row.id.toLowerCase() !== wanted);
}

/** The module that a request is about, where its endpoint serves several. */
function moduleOf(body: RequestBody): string | null {
  const module = body['module'];
  return typeof module === 'string' ? module : null;
}

/** The fault of an answer that came as the CRM's answers do and holds something else. */
function badResponse({ name }: Endpoint, cause: 'noRecords' | 'otherRecord'): Fault {
  const details = { endpoint: name, failure: 'badResponse', cause, status: 200 };
  return new Fault('UPSTREAM_BAD_RESPONSE', { cause: new CallFailure(details) });
}
