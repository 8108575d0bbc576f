import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from 'wolkvox-emulator';
import { startSubgraph, type Subgraph } from '../../support/startSubgraph.js';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

let emulator: Emulator;
let subgraph: Subgraph;
let collector: Server;
const paths: (string | undefined)[] = [];
const spans: Span[] = [];
const texts: string[] = [];

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const routersSpan = '00f067aa0ba902b7';
const unsampledTrace = '11111111111111111111111111111111';
const person = 'canaria.plumas@pii-canary.example';

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
};

async function ask(query: string, variables: object, traceparent?: string): Promise<void> {
  const response = await fetch(subgraph.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(traceparent !== undefined && { traceparent }) },
    body: JSON.stringify({ query, variables }),
  });
  expect(response.status).toBe(200);
  await response.text();
}

beforeAll(async () => {
  collector = createServer((request, response) => {
    let text = '';
    request.on('data', (data: Buffer) => (text += data.toString()));
    request.on('end', () => {
      paths.push(request.url);
      texts.push(text);
      const body = JSON.parse(text) as Export;
      spans.push(...body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  emulator = await startEmulator();
  subgraph = await startSubgraph(emulator, { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${portOf(collector)}` });
  const id = emulator.records('cases')[0]?.['wolkvox_id'];
  await ask(`query Read($id: ID!) { case(id: $id) { id } }`, { id }, `00-${traceId}-${routersSpan}-01`);
  await ask(`query x${emulator.token}($e: String!) { contact(email: $e) { id } }`, { e: person });
  await ask('query Unsampled { __typename }', {}, `00-${unsampledTrace}-${routersSpan}-00`);
  // What has not been sent is sent at the end.
  expect(await subgraph.stop()).toBe(0);
});

afterAll(async () => {
  await emulator.close();
  collector.closeAllConnections();
  collector.close();
});

const attributesOf = (span: Span | undefined): Readonly<Record<string, unknown>> =>
  Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));

describe('with a collector set, spans', () => {
  const operation = () => spans.find((span) => span.traceId === traceId && span.name === 'graphql query');

  test('arrive at the collector’s path for traces', () => {
    expect(new Set(paths)).toEqual(new Set(['/v1/traces']));
  });

  test('continue the trace of the router', () => {
    expect(operation()).toMatchObject({ parentSpanId: routersSpan, kind: 2 });
    expect(attributesOf(operation())).toEqual({
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Read',
      'crm.calls': 1,
      'crm.cache_hits': 0,
    });
  });

  test('have the calls to the CRM beneath the operation that made them', () => {
    const calls = spans.filter((span) => span.traceId === traceId && span.name.startsWith('crm '));
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ parentSpanId: operation()?.spanId, kind: 3 });
    expect(attributesOf(calls[0])).toMatchObject({ 'crm.outcome': 'answered' });
    expect(BigInt(calls[0]?.endTimeUnixNano ?? 0) - BigInt(calls[0]?.startTimeUnixNano ?? 0)).toBeGreaterThanOrEqual(
      0n,
    );
  });

  test('begin a trace of their own where there is none', () => {
    const others = spans.filter((span) => span.traceId !== traceId && span.name === 'graphql query');
    expect(others).toHaveLength(1);
    expect(others[0]?.parentSpanId ?? '').toBe('');
  });

  test('are not made where the router does not want them', () => {
    expect(spans.some((span) => span.traceId === unsampledTrace)).toBe(false);
  });

  test('tell neither a secret nor whom somebody asked about', () => {
    expect(texts.join('')).not.toContain(emulator.token);
    expect(texts.join('')).not.toContain(person);
    expect(texts.join('')).toContain('[secret]');
  });
});

test('a collector that is down delays neither answers nor the end', async () => {
  const other = await startEmulator();
  const alone = await startSubgraph(other, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
  expect(await alone.query('{ __typename }')).toMatchObject({ status: 200 });
  const startedAt = Date.now();
  expect(await alone.stop()).toBe(0);
  expect(Date.now() - startedAt).toBeLessThan(13_000);
  await other.close();
});
