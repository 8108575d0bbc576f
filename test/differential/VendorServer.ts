import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isFoundBy } from './matching.js';
import { phpJson } from './phpJson.js';
import { isObject } from './Shown.js';
import type { Tenant, Truth } from './Tenant.js';

/** What a request to the server asked for, in the order of arrival. */
export interface ReceivedCall {
  readonly script: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly status: number;
}

/** What the server does with a request once it has carried it out, or has not. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  /** Ends the connection instead of answering, or half way through. */
  readonly breaks?: 'silent' | 'reset' | 'midBody';
}

/** Carries out what changes records; null for a script that does not. */
export type WriteDesk = (script: string, body: Readonly<Record<string, unknown>>) => Reply | null;

/** The filter fields by the vendor's names of them, as the page of the case search lists them. */
const caseFields: Readonly<Record<string, string>> = {
  status: 'status',
  priority: 'priority',
  'email contact': 'contactEmail',
  'name contact': 'contactName',
  'contact wolkvox id': 'contactId',
  'contact identification': 'contactIdentification',
  'contact phone': 'contactPhone',
  description: 'description',
  idCase: 'sequence',
  idPrefijo: 'caseNumber',
  companyName: 'companyName',
  'company name': 'companyName',
  'company id': 'companyId',
  prefix: 'prefix',
  reopened: 'isReopened',
  'responsible name': 'responsibleName',
  'responsible user': 'responsibleUser',
  'responsible id': 'responsibleId',
  'owner name': 'ownerName',
  'owner user': 'ownerUser',
  'owner id': 'ownerId',
  solution: 'solution',
  'wolkvox-id': 'id',
  'type case': 'type',
  'case expired': 'isExpired',
  reason: 'reason',
};
const moduleFields: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  contacts: { wolkvox_id: 'id', emailcontact: 'email', idcontact: 'identification' },
  cases: { wolkvox_id: 'id', idPrefijo: 'caseNumber' },
  companies: { wolkvox_id: 'id' },
  wolkvox_activities: { wolkvox_id: 'id', id_record: 'subjectId' },
};
const gestionFields: Readonly<Record<string, string>> = {
  wolkvox_id: 'id',
  customer_id: 'customerId',
  id_customer: 'customerId',
};
const refusals = {
  400: 'BAD REQUEST',
  401: 'UNAUTHORIZED',
  404: 'NOT FOUND',
  416: 'REQUESTED RANGE NOT SATISFIABLE',
} as const;

/** The vendor's API over HTTP for one tenant at a time, as its public pages describe it. */
export class VendorServer {
  readonly token = 'ab12cd34ef56';
  readonly operation = 'demo';
  readonly calls: ReceivedCall[] = [];
  #tenant: Tenant | null = null;
  #desk: WriteDesk = () => null;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<VendorServer> {
    const vendor = new VendorServer();
    await new Promise<void>((resolve) => vendor.#server.listen(0, '127.0.0.1', resolve));
    return vendor;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Serves another tenant from now on, with no calls received yet. */
  serve(tenant: Tenant, desk: WriteDesk = () => null): void {
    this.#tenant = tenant;
    this.#desk = desk;
    this.calls.length = 0;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const script = /^\/server\/API\/v2\/(\w+\/\w+)\.php$/.exec(request.url ?? '')?.[1] ?? '';
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
    const body = isObject(parsed) ? parsed : {};
    const isKnown = request.headers['wolkvox-token'] === this.token && body['operation'] === this.operation;
    const reply = isKnown ? this.#answer(script, body) : refuse(401);
    this.calls.push({ script, body, status: reply.status });
    switch (reply.breaks) {
      case undefined:
        response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body);
        return;
      case 'silent':
        return;
      case 'reset':
        request.socket.resetAndDestroy();
        return;
      case 'midBody':
        response.writeHead(reply.status, { 'content-type': 'application/json', 'content-length': reply.body.length });
        response.write(reply.body.slice(0, reply.body.length / 2), () => request.socket.destroy());
    }
  }

  #answer(script: string, body: Readonly<Record<string, unknown>>): Reply {
    const tenant = this.#tenant;
    if (tenant === null) return refuse(404);
    const written = this.#desk(script, body);
    if (written !== null) return written;
    switch (script) {
      case 'cases/queryCases':
        return this.#search(tenant, tenant.cases, caseFields, body);
      case 'custom/query':
        return this.#search(tenant, recordsOf(tenant, body['module']), moduleFields[String(body['module'])], body);
      case 'collections/queryGestion':
        return this.#search(tenant, tenant.gestiones, gestionFields, body);
      case 'custom/queryDates':
        return this.#listDates(tenant, body);
      default:
        return refuse(404);
    }
  }

  #search(
    tenant: Tenant,
    records: readonly Truth[] | null,
    fields: Readonly<Record<string, string>> | undefined,
    body: Readonly<Record<string, unknown>>,
  ): Reply {
    const field = fields?.[String(body['field'])];
    const value = body['value'];
    if (records === null || field === undefined || typeof value !== 'string' || value === '') return refuse(400);
    const { matching } = tenant.shape;
    const found = records.filter(
      ({ stored }) => stored[field]?.some((text) => isFoundBy(text, value, matching)) === true,
    );
    return page(tenant, found, body, false);
  }

  #listDates(tenant: Tenant, body: Readonly<Record<string, unknown>>): Reply {
    const { shape } = tenant;
    const { from, to } = body;
    const records = recordsOf(tenant, body['module']);
    if (records === null || shape.datesListBy === 'unavailable') return refuse(404);
    const isMinute = (text: unknown): text is string =>
      typeof text === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(text);
    if (!isMinute(from) || !isMinute(to)) return refuse(400);
    const found = records.filter(({ createdWall, modifiedWall }) => {
      const wall = shape.datesListBy === 'creation' ? createdWall : (modifiedWall ?? createdWall);
      if (wall === null || wall < `${from}:00`) return false;
      return shape.datesIncludeEnd ? wall <= `${to}:59` : wall < `${to}:00`;
    });
    return page(tenant, found, body, shape.datesAreBare);
  }
}

function recordsOf(tenant: Tenant, module: unknown): readonly Truth[] | null {
  switch (module) {
    case 'contacts':
      return tenant.contacts;
    case 'cases':
      return tenant.cases;
    case 'wolkvox_activities':
      return tenant.activities;
    case 'companies':
      return [];
    default:
      return null;
  }
}

/** One page of what was found; a page beyond the last one, or too deep, as the tenant's CRM has it. */
function page(
  { shape }: Tenant,
  found: readonly Truth[],
  body: Readonly<Record<string, unknown>>,
  isBare: boolean,
): Reply {
  const [limit, number] = [Number(body['limit']), Number(body['page'])];
  if (!(limit >= 1 && limit <= 250 && number >= 1)) return refuse(400);
  if (shape.depthLimit !== null && limit * number > shape.depthLimit && number > 1) return refuse(416);
  const length = shape.pageLength ?? limit;
  const last = Math.max(1, Math.ceil(found.length / length));
  if (number > last && shape.pastEnd === 'refused') return refuse(416);
  const shown = number > last && shape.pastEnd === 'lastPage' ? last : number;
  const rows = found.slice((shown - 1) * length, shown * length).map(({ row }) => row);
  if (isBare) return { status: 200, body: phpJson(rows) };
  const totals = shape.sendsTotals ? { page: number, 'Total records': found.length, 'Total pages': last } : {};
  const msg = `${rows.length} records were are found`;
  return { status: 200, body: phpJson({ code: '200', ...totals, error: 'null', msg, data: rows }) };
}

/** The CRM's own refusal. */
export function refuse(status: keyof typeof refusals): Reply {
  return {
    status,
    body: phpJson({ code: String(status), error: refusals[status], msg: 'The request cannot be served' }),
  };
}
