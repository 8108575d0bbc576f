import { type Transport, TransportFailure } from '../../http/Transport.js';
import { failureReason } from '../../http/failureReason.js';
import type { ActivitySearchField, CaseSearchField, PageRequest, Search } from '../../model/search.js';
import { classifyFailure, classifyResponse, type FailureClass } from '../classify.js';
import { decodeBody, headerText } from '../decoding/decodeBody.js';
import { readRows } from '../decoding/readEnvelope.js';
import { toPlainWords } from '../decoding/plainWords.js';
import { isWireArray } from '../decoding/wire.js';
import { type Endpoint, endpoints } from '../endpoints.js';
import { activityFields, caseFields, modules } from '../fields.js';
import { readFigures } from '../quota/QuotaSeeder.js';
import { credentialInText, type RefusedCredential } from '../reasonInText.js';
import { searchBody } from '../requests/readBodies.js';
import { TenantZone, wallText } from '../TenantZone.js';
import { readSampleRow, type SampleRow } from './SampleRow.js';

/** What a refusal blames, as far as its words tell. */
export type Blamed = RefusedCredential | 'quota' | 'simultaneous' | 'maintenance' | null;

/** Why a probe has no answer. Holds no text of the CRM. */
export interface ProbeFailure {
  readonly class: FailureClass;
  /** HTTP status; null where no response came. */
  readonly status: number | null;
  /** Why no response came, such as `dns`, `refused` or `tls`; null where one came. */
  readonly reason: string | null;
  /** Whether a page of HTML stood in the place of an answer. */
  readonly isHtml: boolean;
  readonly blames: Blamed;
}

/** What one call has shown. */
export interface ProbeAnswer {
  readonly failure: ProbeFailure | null;
  /** Rows as they came, before any check; null in the place of one without a usable id. */
  readonly rows: readonly (SampleRow | null)[];
  readonly totalRecords: number | null;
  /** Whether the rows came without an envelope around them. */
  readonly isBareArray: boolean;
  /** The CRM's clock, from its `Date` header; null where it sends none. */
  readonly serverNow: Date | null;
  readonly bytes: number;
}

/** The figures of the token, or why they cannot be had. */
export interface TokenAnswer {
  readonly failure: ProbeFailure | null;
  readonly figures: { readonly limit: number; readonly used: number; readonly hoursToReset: number | null } | null;
  readonly serverNow: Date | null;
}

/** Asks the CRM single questions for a diagnosis: no retry, no pacing, no cache; nothing of an answer is hidden. */
export interface CrmProbe {
  tokenInformation(): Promise<TokenAnswer>;
  searchCases(search: Search<CaseSearchField>, page: PageRequest): Promise<ProbeAnswer>;
  searchActivities(search: Search<ActivitySearchField>, page: PageRequest): Promise<ProbeAnswer>;
  /** Cases that `queryDates` lists between two minutes of the tenant's clock, given as wall-clock milliseconds. */
  listCases(fromWallMs: number, toWallMs: number, page: PageRequest): Promise<ProbeAnswer>;
}

export interface CrmProbeOptions {
  readonly operation: string;
  readonly token: string;
  readonly timeZone: string;
  readonly transport: Transport;
  readonly attemptTimeoutMs: number;
  readonly signal: AbortSignal;
  /** Told before each call. */
  readonly onCall: () => void;
}

/** Makes the probe of one tenant. Its promises never reject. */
export function createCrmProbe(options: CrmProbeOptions): CrmProbe {
  const { operation, transport, attemptTimeoutMs, signal } = options;
  const zone = new TenantZone(options.timeZone);

  async function send(endpoint: Endpoint, query: string, body: object | null, page: number) {
    options.onCall();
    try {
      const response = await transport.send({
        path: `${endpoint.path}${query}`,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'user-agent': 'wolkvox-crm-subgraph',
          'wolkvox-token': options.token,
        },
        body: body === null ? '' : JSON.stringify({ operation, ...body }),
        timeoutMs: attemptTimeoutMs,
        signal,
      });
      const outcome = classifyResponse(response, { variant: endpoint.envelope, page });
      const decoded = decodeBody(response);
      const date = Date.parse(headerText(response, 'date'));
      const failure: ProbeFailure | null =
        outcome.kind === 'failed'
          ? {
              class: outcome.failure.class,
              status: response.status,
              reason: null,
              isHtml: decoded.kind === 'html',
              blames: decoded.kind === 'json' ? blamedBy(decoded.value) : null,
            }
          : null;
      return {
        outcome,
        failure,
        isBareArray: decoded.kind === 'json' && isWireArray(decoded.value),
        serverNow: Number.isNaN(date) ? null : new Date(date),
        bytes: response.body.length,
      };
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      const failure: ProbeFailure = {
        class: classifyFailure(error).class,
        status: null,
        reason: failureReason(error),
        isHtml: false,
        blames: null,
      };
      return { outcome: null, failure, isBareArray: false, serverNow: null, bytes: 0 };
    }
  }

  async function readPage(endpoint: Endpoint, body: object, { page }: PageRequest): Promise<ProbeAnswer> {
    const { outcome, ...answer } = await send(endpoint, '', body, page);
    const envelope = outcome?.kind === 'answered' ? outcome.envelope : null;
    const wireRows = envelope === null ? [] : (readRows(envelope, page) ?? []);
    return {
      ...answer,
      rows: wireRows.map((row) => readSampleRow(row, zone, () => undefined)),
      totalRecords: envelope?.totalRecords ?? null,
    };
  }

  return {
    async tokenInformation() {
      const query = `?operation=${encodeURIComponent(operation)}`;
      const { outcome, failure, serverNow } = await send(endpoints.tokenInformation, query, null, 1);
      const figures = outcome?.kind === 'answered' ? readFigures(outcome.envelope.data) : null;
      return { failure, figures, serverNow };
    },
    searchCases: ({ field, value }, page) =>
      readPage(endpoints.queryCases, searchBody({ field: caseFields[field], value }, page), page),
    searchActivities: ({ field, value }, page) =>
      readPage(endpoints.query, searchBody({ field: activityFields[field], value }, page, modules.activities), page),
    listCases: (fromWallMs, toWallMs, { page, limit }) => {
      const [from, to] = [fromWallMs, toWallMs].map((wallMs) => wallText(wallMs).slice(0, -':00'.length));
      return readPage(
        endpoints.queryDates,
        { module: modules.cases, date: true, from, to, limit, page },
        { page, limit },
      );
    },
  };
}

/** What the words of a refusal blame, in English or Spanish. */
function blamedBy(body: unknown): Blamed {
  const text = JSON.stringify(body);
  const plain = toPlainWords(text);
  if (/simultane|concurren|al mismo tiempo/.test(plain)) return 'simultaneous';
  if (/quota|cuota|limite? (?:diario|de consumo)|daily (?:token )?limit|token limit|limit exceeded/.test(plain))
    return 'quota';
  if (/maintenance|mantenimiento/.test(plain)) return 'maintenance';
  return credentialInText(text);
}
