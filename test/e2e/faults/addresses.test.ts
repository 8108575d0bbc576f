import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, scalarText, startEmulator } from 'wolkvox-emulator';
import { startSubgraph, type Subgraph } from '../../support/startSubgraph.js';

const certificateFile = fileURLToPath(new URL('../../support/tls/server.crt', import.meta.url));
const certificate = {
  cert: readFileSync(certificateFile),
  key: readFileSync(new URL('../../support/tls/server.key', import.meta.url)),
};

let emulator: Emulator;
/** The emulator behind TLS, with a certificate that nobody trusts unless told to. */
let secure: HttpServer;
let secureRequests = 0;
const tunnels: string[] = [];
/** A forward proxy that tunnels to the emulator behind TLS, whatever host it is asked for. */
let proxy: HttpServer;
const sockets = new Set<Socket>();

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const track = (socket: Socket): Socket => {
  sockets.add(socket);
  socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
  return socket;
};

beforeAll(async () => {
  emulator = await startEmulator();
  secure = createHttpsServer(certificate, (request, response) => {
    secureRequests += 1;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = new Headers();
      for (const [name, value] of Object.entries(request.headers)) {
        if (['content-type', 'wolkvox-token'].includes(name) && typeof value === 'string') headers.set(name, value);
      }
      void fetch(`${emulator.url}${request.url ?? ''}`, { method: 'POST', headers, body: Buffer.concat(chunks) }).then(
        async (answer) => {
          response.writeHead(answer.status, { 'content-type': 'application/json' });
          response.end(await answer.text());
        },
      );
    });
  });
  proxy = createHttpServer();
  proxy.on('connect', (request, client: Socket) => {
    tunnels.push(request.url ?? '');
    const upstream = track(connect(portOf(secure), '127.0.0.1'));
    track(client);
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    client.pipe(upstream).pipe(client);
  });
  for (const server of [secure, proxy]) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.on('connection', track);
  }
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  secure.close();
  proxy.close();
  await emulator.close();
});

/** Starts a subgraph for the address, asks it for a case, and stops it. */
async function askThrough(
  address: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<
  Awaited<ReturnType<Subgraph['query']>> & { readonly ms: number; readonly id: string; readonly log: string }
> {
  const subgraph = await startSubgraph({ ...emulatorAddress(), url: address }, settings);
  try {
    const id = scalarText(emulator.records('cases')[0]?.['wolkvox_id']) ?? '';
    const startedAt = performance.now();
    const answer = await subgraph.query('query ($id: ID!) { case(id: $id) { id } }', { id });
    const ms = performance.now() - startedAt;
    await subgraph.stop();
    const log = subgraph.output.filter((line) => line.includes('"msg":"failure"')).join('\n');
    return { ...answer, ms, id, log };
  } finally {
    await subgraph.stop();
  }
}

const emulatorAddress = (): { operation: string; token: string } => ({
  operation: emulator.operation,
  token: emulator.token,
});

/** By far less than an attempt or an operation may take by the settings. */
const atOnceMs = 6_000;
const patient = { WOLKVOX_ATTEMPT_TIMEOUT_MS: '15000', OPERATION_DEADLINE_MS: '30000' };

describe('an address behind which there is no CRM', () => {
  test('that no name server knows is told at once', async () => {
    // A label of 64 letters cannot be a host's name: the resolver says so without asking anybody.
    const { body, ms, log } = await askThrough(`https://${'a'.repeat(64)}.example.test`, patient);
    expect(log).toMatch(/"failure":"unreachable","cause":"dns","status":null,"setting":"WOLKVOX_BASE_URL"/);
    expect(log).not.toContain('example.test');
    expect(body).toMatchObject({ data: { case: null }, errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }] });
    expect(ms).toBeLessThan(atOnceMs);
  });

  test('whose certificate nobody vouches for is told at once, and receives no request', async () => {
    const { body, ms, log } = await askThrough(`https://127.0.0.1:${portOf(secure)}`, patient);
    expect(log).toMatch(/"failure":"unreachable","cause":"tls"/);
    expect(body).toMatchObject({ data: { case: null }, errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }] });
    expect(ms).toBeLessThan(atOnceMs);
    expect(secureRequests).toBe(0);
  });
});

describe('a way out through a proxy', () => {
  test('leads through HTTPS_PROXY, with the CRM’s certificate checked end to end', async () => {
    const { body, id } = await askThrough('https://crm.example.test', {
      HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}`,
      NODE_EXTRA_CA_CERTS: certificateFile,
    });
    expect(body).toEqual({ data: { case: { id } } });
    expect(tunnels).toEqual(['crm.example.test:443']);
  });

  test('that cannot be reached is a CRM that cannot be reached', async () => {
    const { body, log } = await askThrough('https://crm.example.test', { HTTPS_PROXY: 'http://127.0.0.1:9' });
    expect(log).toMatch(/"failure":"unreachable","cause":"refused"/);
    expect(body).toMatchObject({ data: { case: null }, errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }] });
  });
});
