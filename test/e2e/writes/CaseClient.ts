import { type Emulator, type JournalEntry, scalarText } from 'wolkvox-emulator';
import { until } from '../../support/patience.js';
import type { GraphQLResponse, Subgraph } from '../../support/startSubgraph.js';

const createCase = `mutation ($input: CreateCaseInput!) {
  createCase(input: $input) { outcome userErrors { code } case { id } }
}`;

/** What a caller of `createCase` was told. */
export interface Told {
  readonly status: number;
  readonly outcome: string | null;
  readonly id: string | null;
  /** `extensions.code` of every error. */
  readonly codes: readonly unknown[];
}

/** Creates cases over HTTP, one description to a key, and knows which of them the CRM holds. */
export class CaseClient {
  readonly #emails: readonly string[];
  readonly #ownerUser: string;

  constructor(private readonly emulator: Emulator) {
    this.#emails = emulator
      .records('contacts')
      .slice(0, 100)
      .map((contact) => scalarText(contact['emailcontact']) ?? '');
    this.#ownerUser = emulator.users().find(({ login }) => login.startsWith('agent'))?.login ?? '';
  }

  /** The variables of the mutation for a key. */
  variables(key: string): Readonly<Record<string, unknown>> {
    const place = Array.from(key).reduce((sum, character) => sum + character.charCodeAt(0), 0);
    return {
      input: {
        idempotencyKey: key,
        type: 'Request',
        status: 'Abierto',
        priority: 'Alta',
        description: `Case ${key}.`,
        contactEmail: this.#emails[place % this.#emails.length],
        ownerUser: this.#ownerUser,
        responsibleUser: this.#ownerUser,
      },
    };
  }

  async create(subgraph: Subgraph, key: string): Promise<Told> {
    return readTold(await subgraph.query(createCase, this.variables(key)));
  }

  /** Asks as a caller does who hangs up as soon as the CRM has heard of it. */
  async createAndHangUp(subgraph: Subgraph, key: string): Promise<void> {
    const hangUp = new AbortController();
    const asked = fetch(subgraph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: createCase, variables: this.variables(key) }),
      signal: hangUp.signal,
    });
    void until(() => this.attempts(new Set([key])).length > 0).then(() => {
      hangUp.abort();
    });
    await asked.then(
      () => {
        throw new Error('The answer came before the caller could hang up.');
      },
      () => undefined,
    );
  }

  /** The ids of the cases that the CRM holds for a key. */
  recordsOf(key: string): readonly string[] {
    return this.emulator
      .records('cases')
      .filter((record) => scalarText(record['description_case'])?.startsWith(`Case ${key}. `))
      .map((record) => scalarText(record['wolkvox_id']) ?? '');
  }

  /** The attempts to create a case for any of the keys, as the CRM saw them. */
  attempts(keys: ReadonlySet<string> | null = null): readonly JournalEntry[] {
    return this.emulator.journal().filter(({ endpoint, body }) => {
      const key = /Case ([^.]+)\./.exec(JSON.stringify(body))?.[1];
      return endpoint === 'cases/insertAttach' && (keys === null || (key !== undefined && keys.has(key)));
    });
  }
}

function readTold({ status, body }: GraphQLResponse): Told {
  const { createCase: payload } = (body.data ?? {}) as {
    createCase?: { outcome: string; case: { id: string } | null } | null;
  };
  return {
    status,
    outcome: payload?.outcome ?? null,
    id: payload?.case?.id ?? null,
    codes: (body.errors ?? []).map(({ extensions }) => extensions['code']),
  };
}
