import { readFileSync } from 'node:fs';
import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, fetchExchange, gql as urqlGql } from '@urql/core';
import { getOperationAST, type OperationDefinitionNode, OperationTypeNode, parse } from 'graphql';
import type { Client as Socket } from 'graphql-ws';
import { WebSocket } from 'ws';
import { createLiveExchange, createLiveLink, createSocket, followChanges } from '../../../examples/clients/live.mjs';
import { until } from '../../support/patience.js';
import { LiveTenant, type SeenChange } from './LiveTenant.js';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const page = read('docs/screens.md');

interface Shown {
  readonly document: string;
  readonly operation: OperationDefinitionNode;
  readonly name: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The operations of the page, each with the variables that stand below it. */
const shown: readonly Shown[] = [...page.matchAll(/```graphql\n([\s\S]*?)```\n(?:\n```json\n([\s\S]*?)```)?/g)].map(
  ([, document = '', json = '{}']) => {
    const operation = getOperationAST(parse(document));
    if (operation === null || operation === undefined) throw new Error('The page shows what is no operation.');
    const variables = JSON.parse(json) as Readonly<Record<string, unknown>>;
    return { document, operation, name: operation.name?.value ?? '', variables };
  },
);
const changes = shown.find(({ name }) => name === 'Changes')?.document ?? '';

let tenant: LiveTenant;
const sockets: Socket[] = [];

function connect(): Socket {
  const socket = createSocket(tenant.subgraph.url, () => Promise.resolve({}), WebSocket);
  sockets.push(socket);
  return socket;
}

beforeAll(async () => {
  tenant = await LiveTenant.start();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) await socket.dispose();
  await tenant.endAll();
});
afterAll(async () => {
  await tenant.stop();
});

describe('the page about screens', () => {
  test('shows the code that is in examples/clients', () => {
    expect(page).toContain(read('examples/clients/live.mjs'));
  });

  test.each(shown.filter(({ operation }) => operation.operation === OperationTypeNode.QUERY))(
    'shows an operation that is answered: $name',
    async ({ document, variables }) => {
      const { status, body } = await tenant.subgraph.query(document, variables);
      expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
      for (const value of Object.values(body.data as object))
        if (document.includes('cases(')) expect(value).not.toBeNull();
    },
  );

  test.each(shown.filter(({ operation }) => operation.operation === OperationTypeNode.SUBSCRIPTION))(
    'shows a subscription that is told of changes: $name',
    async ({ document, variables }) => {
      const watcher = tenant.watchByEvents({ document, ...variables });
      await tenant.untilOpen(1);
      const created = await tenant.createByOthers();
      await until(() => watcher.changes.length > 0);
      expect(watcher.errors).toEqual([]);
      expect(watcher.changes).toMatchObject([{ kind: 'CREATED', case: { id: created } }]);
    },
  );

  test('names the interval that holds where nothing else is set', () => {
    expect(page).toContain('five seconds unless set otherwise');
    expect(read('docs/configuration.md')).toMatch(/`LIVE_INTERVAL_MS` +\| `5000`/);
  });
});

describe('changes reach', () => {
  test('Apollo Client', async () => {
    const client = new ApolloClient({
      link: createLiveLink(tenant.subgraph.url, connect()),
      cache: new InMemoryCache(),
    });
    const told: unknown[] = [];
    const subscription = client
      .subscribe({ query: gql(changes) })
      .subscribe(({ data }) => told.push((data as { caseChanges: unknown }).caseChanges));
    await tenant.untilOpen(1);
    const created = await tenant.createByOthers();
    await until(() => told.length > 0);
    expect(told).toMatchObject([{ kind: 'CREATED', case: { id: created } }]);
    // Everything else goes by HTTP on the same client.
    const { data } = await client.query({ query: gql('{ wolkvoxQuota { liveIntervalMs } }') });
    expect(data).toEqual({ wolkvoxQuota: { __typename: 'WolkvoxQuota', liveIntervalMs: 200 } });
    subscription.unsubscribe();
    await tenant.untilOpen(0);
    client.stop();
  });

  test('urql', async () => {
    const client = new Client({
      url: tenant.subgraph.url,
      preferGetMethod: false,
      exchanges: [createLiveExchange(connect()), fetchExchange],
    });
    const told: unknown[] = [];
    const subscription = client.subscription(urqlGql(changes), {}).subscribe(({ data }) => {
      told.push((data as { caseChanges: unknown }).caseChanges);
    });
    await tenant.untilOpen(1);
    const created = await tenant.createByOthers();
    await until(() => told.length > 0);
    expect(told).toMatchObject([{ kind: 'CREATED', case: { id: created } }]);
    subscription.unsubscribe();
    await tenant.untilOpen(0);
  });

  test('who follows them through lost connections, each once', async () => {
    const [id = ''] = tenant.caseIds;
    const opened: WebSocket[] = [];
    class Remembered extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols);
        opened.push(this);
      }
    }
    const socket = createSocket(tenant.subgraph.url, () => Promise.resolve({}), Remembered);
    sockets.push(socket);
    const told: SeenChange[] = [];
    let gaps = 0;
    const end = followChanges(
      socket,
      { query: changes, filter: { id: { eq: id } } },
      {
        onChange: (change: SeenChange) => told.push(change),
        onGap: () => (gaps += 1),
        onEnd: () => undefined,
      },
    );
    await tenant.untilOpen(1);
    const expected: string[] = [];
    for (let nth = 0; nth < 6; nth += 1) {
      await tenant.updateHere(id, `change ${String(nth)}`);
      expected.push(`UPDATED ${id}`);
      // One that is told before the connection is lost, and one that happens meanwhile.
      if (nth % 2 === 0) {
        await until(() => told.length === expected.length);
        opened.at(-1)?.terminate();
      }
    }
    await until(() => told.length + gaps >= expected.length);
    expect(gaps).toBe(0);
    expect(told.map((change) => `${change.kind} ${change.case?.id ?? ''}`)).toEqual(expected);
    end();
    await tenant.untilOpen(0);
  });
});
