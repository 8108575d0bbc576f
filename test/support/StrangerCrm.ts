import { createServer, type IncomingMessage, type Server } from 'node:http';

/** A case as this CRM stores it. */
export interface StrangerCase {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly contactId?: string;
  readonly contactEmail?: string;
  readonly text?: string;
}

/** One request that it received. */
export interface StrangerRequest {
  readonly path: string;
  readonly field: string;
  readonly value: string;
  readonly page: number;
  readonly limit: number;
}

/** What it does otherwise than the emulator. */
export interface StrangerHabits {
  cases: readonly StrangerCase[];
  contacts: readonly { readonly id: string; readonly email: string }[];
  /** The length of every page, whatever is asked for; null where it is heeded. */
  ownLength: number | null;
  hasTotals: boolean;
  /** Milliseconds that a request takes; null when it is never answered. */
  delayMs: (request: StrangerRequest) => number | null;
}

const fields: Readonly<Record<string, (row: StrangerCase) => string | undefined>> = {
  'wolkvox-id': ({ id }) => id,
  idPrefijo: ({ id }) => `PET-${id}`,
  'type case': ({ type }) => type,
  status: ({ status }) => status,
  'contact wolkvox id': ({ contactId }) => contactId,
};

/** A CRM made by somebody else: searches of cases and contacts, and changes of cases, with habits of its own. */
export class StrangerCrm {
  readonly operation = 'andina';
  readonly token = 'stranger-token-0123456789';
  readonly requests: StrangerRequest[] = [];
  readonly habits: StrangerHabits = { cases: [], contacts: [], ownLength: null, hasTotals: true, delayMs: () => 0 };
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void readBody(request).then(async (body) => {
        const asked: StrangerRequest = {
          path: request.url ?? '',
          field: textOf(body['field'] ?? body['module']),
          value: textOf(body['value'] ?? body['wolkvox-id']),
          page: Number(body['page'] ?? 1),
          limit: Number(body['limit'] ?? 0),
        };
        this.requests.push(asked);
        const delayMs = this.habits.delayMs(asked);
        if (delayMs === null) return;
        // What is answered is what was so when it was asked.
        const answer = JSON.stringify(this.#answer(asked, body));
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        response.setHeader('content-type', 'application/json');
        response.end(answer);
      });
    });
  }

  static async start(): Promise<StrangerCrm> {
    const crm = new StrangerCrm();
    await new Promise<void>((resolve) => crm.#server.listen(0, '127.0.0.1', resolve));
    return crm;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(asked: StrangerRequest, body: Readonly<Record<string, unknown>>): object {
    if (asked.path.includes('/update')) {
      const { status, description } = (body['fields'] ?? body) as {
        readonly status?: string;
        readonly description?: string;
      };
      this.habits.cases = this.habits.cases.map((row) =>
        row.id === asked.value ? { ...row, status: status ?? row.status, text: description ?? row.text ?? '' } : row,
      );
      return { code: 200, error: 'null', msg: 'Record update successfully', data: { wolkvox_id: asked.value } };
    }
    if (asked.path.includes('custom/query')) {
      return this.#page(asked, this.habits.contacts.filter(({ id }) => id === asked.value).map(toContactRow));
    }
    const valueOf = fields[asked.field];
    return this.#page(asked, this.habits.cases.filter((row) => valueOf?.(row) === asked.value).map(toCaseRow));
  }

  #page({ page, limit }: StrangerRequest, found: readonly object[]): object {
    const length = this.habits.ownLength ?? limit;
    const data = found.slice((page - 1) * length, page * length);
    const totals = this.habits.hasTotals ? { page, 'Total records': found.length } : {};
    return { code: '200', error: 'null', msg: `${String(data.length)} records were are found`, ...totals, data };
  }
}

function toCaseRow({ id, type, status, contactId, contactEmail, text = '' }: StrangerCase): object {
  return {
    wolkvox_id: id,
    idPrefijo: `PET-${id}`,
    caseType: type,
    status: { value: status === 'Cerrado' ? 'closed' : 'open', name: status },
    priority: { name: 'Alta', minutes: 60 },
    description_case: text,
    ...(contactId === undefined ? {} : { contactId, nameContact: 'Ana', contactEmail: contactEmail ?? '' }),
    wolkvox_fecha_creacion: '2026-11-01 10:00:00',
    wolkvox_fecha_modificacion: '2026-11-01 10:00:00',
  };
}

function toContactRow({ id, email }: { readonly id: string; readonly email: string }): object {
  return { wolkvox_id: id, namecontact: 'Ana', emailcontact: email, wolkvox_fecha_creacion: '2026-11-01 10:00:00' };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
