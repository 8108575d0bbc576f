import { randomUUID } from 'node:crypto';
import { createClient as createEventClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { type Emulator, scalarText, startEmulator } from 'wolkvox-emulator';
import { WebSocket } from 'ws';
import { until } from '../../support/patience.js';
import { startSubgraph, type Subgraph } from '../../support/startSubgraph.js';

/** A change as the document below selects it. */
export interface SeenChange {
  readonly kind: 'CREATED' | 'UPDATED' | 'GAP';
  readonly cursor: string;
  readonly case: {
    readonly id: string;
    readonly description?: string | null;
    readonly status?: { readonly condition: string } | null;
  } | null;
}

export const wholeChange = `subscription Changes($filter: CaseFilter, $after: String) {
  caseChanges(filter: $filter, after: $after) {
    kind observedAt cursor
    case { id description status { condition } }
  }
}`;

/** What one subscription has received, until it is ended. */
export interface Watcher {
  readonly changes: readonly SeenChange[];
  readonly errors: readonly unknown[];
  readonly hasEnded: () => boolean;
  end(): void;
}

export interface Watch {
  readonly filter?: Readonly<Record<string, unknown>>;
  readonly after?: string;
  readonly document?: string;
}

/** The built subgraph over an emulator, with other people who write in the same CRM and subscribers of either kind. */
export class LiveTenant {
  readonly #closables: (() => unknown)[] = [];

  private constructor(
    readonly emulator: Emulator,
    readonly subgraph: Subgraph,
  ) {}

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<LiveTenant> {
    const emulator = await startEmulator();
    const own = { LIVE_INTERVAL_MS: '200', LIVE_QUOTA_SHARE: '100%', CACHE_TTL_MS: '5000', ...settings };
    return new LiveTenant(emulator, await startSubgraph(emulator, own));
  }

  /** Ends every subscription, and resolves when the process has noticed. */
  async endAll(): Promise<void> {
    for (const close of this.#closables.splice(0)) await close();
    await this.untilOpen(0);
  }

  async stop(): Promise<void> {
    await this.subgraph.stop();
    await this.emulator.close();
  }

  /** The ids of cases that exist. */
  get caseIds(): readonly string[] {
    return this.emulator.records('cases').map((record) => scalarText(record['wolkvox_id']) ?? '');
  }

  watchBySocket(watch: Watch = {}): Watcher {
    const client = createSocketClient({
      url: this.subgraph.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: true,
    });
    this.#closables.push(() => client.dispose());
    return watchWith((payload, sink) => client.subscribe<{ caseChanges: SeenChange }>(payload, sink), watch);
  }

  watchByEvents(watch: Watch = {}): Watcher {
    const client = createEventClient({ url: this.subgraph.url, retryAttempts: 0 });
    this.#closables.push(() => {
      client.dispose();
    });
    return watchWith((payload, sink) => client.subscribe<{ caseChanges: SeenChange }>(payload, sink), watch);
  }

  /** Resolves when the process has as many subscriptions open. */
  async untilOpen(count: number): Promise<void> {
    await until(async () => {
      const text = await (await fetch(`${this.subgraph.origin}/metrics`)).text();
      return text.includes(`subgraph_subscriptions_open ${String(count)}\n`);
    });
    // The first look tells what is there already.
    if (count > 0) await until(() => this.polls() > 0);
  }

  /** How often a case was read by its id. */
  reads(id: string): number {
    return this.emulator.journal().filter(({ value }) => value === id).length;
  }

  /** The calls by which creations are looked for. */
  polls(): number {
    return this.emulator.journal().filter(({ endpoint }) => endpoint === 'custom/queryDates').length;
  }

  /** What somebody else does in the CRM. */
  async createByOthers(description = 'by others'): Promise<string> {
    const [like] = this.emulator.records('cases');
    const [contact] = this.emulator.records('contacts');
    const owner = like?.['owner'];
    const login = typeof owner === 'object' && owner !== null && 'mail' in owner ? owner.mail : null;
    const priority = like?.['priority'];
    const answer = await this.#vendor('cases/insertAttach', {
      'case-type': like?.['caseType'],
      responsible: login,
      owner: login,
      contact: contact?.['emailcontact'],
      description,
      status: 'Abierto',
      priority: typeof priority === 'object' && priority !== null && 'name' in priority ? priority.name : null,
    });
    return String(answer.data.wolkvox_id);
  }

  async updateByOthers(id: string, description: string): Promise<void> {
    await this.#vendor('custom/update', {
      module: 'cases',
      'wolkvox-id': id,
      fields: { description_case: description },
    });
  }

  async updateHere(id: string, description: string): Promise<void> {
    const document = 'mutation ($input: UpdateCaseInput!) { updateCase(input: $input) { outcome } }';
    const { body } = await this.subgraph.query(document, {
      input: { idempotencyKey: randomUUID(), id, description },
    });
    if (!JSON.stringify(body).includes('APPLIED')) throw new Error(JSON.stringify(body));
  }

  async #vendor(script: string, body: object): Promise<{ readonly data: { readonly wolkvox_id?: string } }> {
    const { url, operation, token } = this.emulator;
    const response = await fetch(`${url}/server/API/v2/${script}.php`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'wolkvox-token': token },
      body: JSON.stringify({ operation, ...body }),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as { data: { wolkvox_id?: string } };
  }
}

interface Sink {
  next(result: {
    readonly data?: { readonly caseChanges: SeenChange } | null | undefined;
    readonly errors?: unknown;
  }): void;
  error(error: unknown): void;
  complete(): void;
}

function watchWith(
  subscribe: (
    payload: { readonly query: string; readonly variables: Record<string, unknown> },
    sink: Sink,
  ) => () => void,
  { filter, after, document = wholeChange }: Watch,
): Watcher {
  const changes: SeenChange[] = [];
  const errors: unknown[] = [];
  let isOver = false;
  const end = subscribe(
    { query: document, variables: { ...(filter && { filter }), ...(after !== undefined && { after }) } },
    {
      next: ({ data, errors: found }) => {
        if (data) changes.push(data.caseChanges);
        if (found !== undefined) errors.push(found);
      },
      error: (error) => {
        errors.push(error);
        isOver = true;
      },
      complete: () => {
        isOver = true;
      },
    },
  );
  return { changes, errors, hasEnded: () => isOver, end };
}
