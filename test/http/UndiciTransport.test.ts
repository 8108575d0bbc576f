import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect as connectSocket, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

import { afterEach, describe, expect, test } from '@jest/globals';

import type { Transport, TransportRequest } from '../../src/http/Transport.js';
import { TransportFailure } from '../../src/http/Transport.js';
import { createUndiciTransport } from '../../src/http/UndiciTransport.js';
import { RawServer, response } from './RawServer.js';
import type { RawAnswer } from './RawServer.js';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function transportTo(
  baseUrl: URL,
  options: { maxResponseBytes?: number; connections?: number; proxyUrl?: URL } = {},
): Transport {
  const transport = createUndiciTransport({
    baseUrl,
    connections: options.connections ?? 2,
    maxResponseBytes: options.maxResponseBytes ?? 100_000,
    proxyUrl: options.proxyUrl ?? null,
  });
  closers.push(() => transport.close());
  return transport;
}

async function serve(answer: RawAnswer): Promise<RawServer> {
  const server = await RawServer.start(answer);
  closers.push(() => server.close());
  return server;
}

function request(overrides: Partial<TransportRequest> = {}): TransportRequest {
  return {
    path: '/server/API/v2/cases/queryCases.php',
    headers: { 'content-type': 'application/json', 'wolkvox-token': 'secret' },
    body: '{"operation":"demo"}',
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    ...overrides,
  };
}

async function failureOf(sending: Promise<unknown>): Promise<TransportFailure> {
  const error = await sending.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof TransportFailure) return error;
  throw new Error('expected a TransportFailure', { cause: error });
}

/** The failure of one request to a server that answers in a certain way. */
async function failureWith(answer: RawAnswer, overrides: Partial<TransportRequest> = {}): Promise<TransportFailure> {
  const server = await serve(answer);
  return failureOf(transportTo(server.url).send(request(overrides)));
}

describe('a response that arrives whole', () => {
  test('is handed over with status, headers and the bytes of its body', async () => {
    const server = await serve((socket) =>
      socket.write(response('{"a":"ñ"}', 'HTTP/1.1 403 Forbidden\r\nRetry-After: 7')),
    );
    const answer = await transportTo(server.url).send(request());
    expect(answer.status).toBe(403);
    expect(answer.headers['retry-after']).toBe('7');
    expect(answer.body.toString('utf8')).toBe('{"a":"ñ"}');
    expect(server.requests[0]).toContain('POST /server/API/v2/cases/queryCases.php HTTP/1.1');
    expect(server.requests[0]).toContain('{"operation":"demo"}');
    expect(server.requests[0]).toMatch(/wolkvox-token: secret/);
  });

  test('may come in chunks, or end with the connection', async () => {
    const server = await serve((socket, { nth }) => {
      if (nth === 1)
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n[1\r\n1\r\n]\r\n0\r\n\r\n');
      else socket.end('HTTP/1.1 200 OK\r\n\r\n[2]');
    });
    const transport = transportTo(server.url);
    expect((await transport.send(request())).body.toString()).toBe('[1]');
    expect((await transport.send(request())).body.toString()).toBe('[2]');
  });

  test('leaves its connection for the next request, and no listener on the signal', async () => {
    const server = await serve((socket) => socket.write(response('[]')));
    const transport = transportTo(server.url, { connections: 1 });
    const { signal } = new AbortController();
    await transport.send(request({ signal }));
    await transport.send(request({ signal }));
    expect(server.connections).toBe(1);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('is preceded by informational responses without being taken for one', async () => {
    const server = await serve((socket) => socket.write(`HTTP/1.1 103 Early Hints\r\n\r\n${response('[3]')}`));
    const answer = await transportTo(server.url).send(request());
    expect([answer.status, answer.body.toString()]).toEqual([200, '[3]']);
  });

  test('asks for nothing compressed, and is not inflated when it comes compressed', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    const server = await serve((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`);
      socket.write(bomb);
    });
    const answer = await transportTo(server.url).send(request());
    expect(server.requests[0]).toMatch(/accept-encoding: identity/);
    expect(answer.body.equals(bomb)).toBe(true);
  });

  test.each([301, 302, 303, 307, 308])('is not followed anywhere by status %i', async (status) => {
    const elsewhere = await serve((socket) => socket.write(response('[]')));
    const server = await serve((socket) =>
      socket.write(`HTTP/1.1 ${status} Moved\r\nlocation: ${elsewhere.url.href}\r\ncontent-length: 0\r\n\r\n`),
    );
    expect((await transportTo(server.url).send(request())).status).toBe(status);
    expect(elsewhere.connections).toBe(0);
    expect(server.requests).toHaveLength(1);
  });
});

describe('a host that cannot be reached', () => {
  test('that refuses connections is unreachable, and nothing was sent', async () => {
    const server = await RawServer.start(() => undefined);
    await server.close();
    const failure = await failureOf(transportTo(server.url).send(request()));
    expect([failure.kind, failure.mayHaveBeenSent]).toEqual(['unreachable', false]);
  });

  test('whose name does not exist is unreachable, and nothing was sent', async () => {
    // A label of 64 letters cannot be a host's name: the resolver says so without asking anybody.
    const failure = await failureOf(transportTo(new URL(`http://${'a'.repeat(64)}.invalid`)).send(request()));
    expect([failure.kind, failure.mayHaveBeenSent]).toEqual(['unreachable', false]);
  });

  test('that does not speak TLS where TLS is wanted is unreachable, and nothing was sent', async () => {
    const plain = createHttpServer();
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    closers.push(
      () =>
        new Promise((resolve) => {
          plain.closeAllConnections();
          plain.close(() => {
            resolve();
          });
        }),
    );
    const { port } = plain.address() as AddressInfo;
    const failure = await failureOf(transportTo(new URL(`https://127.0.0.1:${port}`)).send(request()));
    expect([failure.kind, failure.mayHaveBeenSent]).toEqual(['unreachable', false]);
  });

  test('is given up on when the time is over before a connection stands, and nothing was sent', async () => {
    // The handshake of TLS waits for a server that never says a word.
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const sockets: Socket[] = [];
    silent.on('connection', (socket) => sockets.push(socket.on('error', () => undefined)));
    const { port } = silent.address() as AddressInfo;
    const transport = transportTo(new URL(`https://127.0.0.1:${port}`));
    const failure = await failureOf(transport.send(request({ timeoutMs: 100 })));
    for (const socket of sockets) socket.destroy();
    silent.close();
    expect([failure.kind, failure.mayHaveBeenSent]).toEqual(['timeout', false]);
  });
});

describe('a host that takes too long', () => {
  test.each<[string, RawAnswer]>([
    ['that never answers', () => undefined],
    ['that is silent after the headers', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n')],
    [
      'that sends a byte at a time',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
        const timer = setInterval(() => socket.write('x'), 20);
        socket.on('close', () => {
          clearInterval(timer);
        });
      },
    ],
  ])('%s ends with the attempt, and its socket is closed', async (_name, answer) => {
    const server = await serve((socket, sent) => {
      if (sent.nth === 1) socket.write(response('[]'));
      else answer(socket, sent);
    });
    const transport = transportTo(server.url);
    // The connection stands before the time begins to run, so that the request is surely sent within it.
    await transport.send(request());
    const failure = await failureOf(transport.send(request({ timeoutMs: 150 })));
    expect([failure.kind, failure.mayHaveBeenSent]).toEqual(['timeout', true]);
    expect(server.connections).toBe(1);
    await server.firstClosed();
  });
});

describe('a connection that breaks', () => {
  const body = '{"code":"200","data":[]}';
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
  test.each<[string, RawAnswer]>([
    ['by a reset before the headers', (socket) => socket.resetAndDestroy()],
    ['by its end before the headers', (socket) => socket.end()],
    ['by its end within the headers', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le')],
    ['by its end within the body', (socket) => socket.end(`${head}content-length: 500\r\n\r\n${body}`)],
    [
      'by a reset within the body',
      (socket) => {
        socket.write(`${head}content-length: 500\r\n\r\n${body}`, () => setTimeout(() => socket.resetAndDestroy(), 20));
      },
    ],
    ['by its end within chunks', (socket) => socket.end(`${head}transfer-encoding: chunked\r\n\r\n5\r\n{"cod`)],
    ['by a body longer than announced', (socket) => socket.write(`${head}content-length: 9\r\n\r\n${body}`)],
    [
      'by two different lengths',
      (socket) => socket.write(`${head}content-length: 24\r\ncontent-length: 12\r\n\r\n${body}`),
    ],
    ['by a chunk of nonsense', (socket) => socket.write(`${head}transfer-encoding: chunked\r\n\r\nzz\r\n${body}\r\n`)],
    ['by a garbled status line', (socket) => socket.write('HTPP/9 abc\r\n\r\n')],
    ['by something that is not HTTP', (socket) => socket.write('220 mail.example.com ESMTP\r\n')],
    ['by a second response to one request', (socket) => socket.write(response(body) + response('[1]'))],
  ])('%s is broken and may have carried the request', async (_name, answer) => {
    const failure = await failureWith(answer);
    expect([failure.kind, failure.mayHaveBeenSent]).toEqual(['broken', true]);
  });

  test('does not make the request go out twice', async () => {
    const server = await serve((socket) => socket.resetAndDestroy());
    await failureOf(transportTo(server.url).send(request()));
    expect(server.requests).toHaveLength(1);
  });
});

describe('bytes that nobody asked for', () => {
  test('on an idle connection are not taken for the next answer', async () => {
    const server = await serve((socket, { nth }) => {
      socket.write(response(`[${nth}]`));
      if (nth === 1) setTimeout(() => socket.write(response('["stale"]')), 10);
    });
    const transport = transportTo(server.url);
    expect((await transport.send(request())).body.toString()).toBe('[1]');
    // They make the connection useless, and so it is closed.
    await server.firstClosed();
    expect((await transport.send(request())).body.toString()).toBe('[2]');
    expect(server.connections).toBe(2);
  });
});

describe('connections that are left', () => {
  test('finish what is under way on them and carry nothing more', async () => {
    const answers: (() => void)[] = [];
    const server = await serve((socket, { nth }) => {
      answers.push(() => socket.write(response(`[${nth}]`)));
      if (nth > 1) answers.at(-1)?.();
    });
    const transport = transportTo(server.url, { connections: 1 });
    const first = transport.send(request());
    while (answers.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    transport.renewConnections();
    expect((await transport.send(request())).body.toString()).toBe('[2]');
    answers[0]?.();
    expect((await first).body.toString()).toBe('[1]');
    expect(server.connections).toBe(2);
    await server.firstClosed();
  });
});

describe('a body that is too large', () => {
  test('is refused by its announced length, before it arrives', async () => {
    const server = await serve((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 8000000\r\n\r\n'));
    const failure = await failureOf(transportTo(server.url, { maxResponseBytes: 4_000_000 }).send(request()));
    expect([failure.kind, failure.mayHaveBeenSent]).toEqual(['tooLarge', true]);
    await server.firstClosed();
  });

  test('is cut off at the cap when it never ends', async () => {
    let sent = 0;
    const server = await serve((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
      const timer = setInterval(() => {
        sent += 1;
        socket.write(chunk);
      }, 1);
      socket.on('close', () => {
        clearInterval(timer);
      });
    });
    const failure = await failureOf(transportTo(server.url, { maxResponseBytes: 200_000 }).send(request()));
    expect(failure.kind).toBe('tooLarge');
    await server.firstClosed();
    expect(sent).toBeGreaterThan(12);
  });
});

describe('a caller who gives up', () => {
  test('before sending has sent nothing', async () => {
    const server = await serve((socket) => socket.write(response('[]')));
    const controller = new AbortController();
    controller.abort();
    const failure = await failureOf(transportTo(server.url).send(request({ signal: controller.signal })));
    expect([failure.kind, failure.mayHaveBeenSent]).toEqual(['aborted', false]);
    expect(server.connections).toBe(0);
  });

  test('while waiting closes the socket and leaves no listener', async () => {
    const controller = new AbortController();
    const server = await serve(() => {
      controller.abort();
    });
    const failure = await failureOf(transportTo(server.url).send(request({ signal: controller.signal })));
    expect([failure.kind, failure.mayHaveBeenSent]).toEqual(['aborted', true]);
    await server.firstClosed();
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });
});

describe('a transport through a proxy', () => {
  async function startProxy(target: URL | null): Promise<{ readonly url: URL; readonly tunnels: string[] }> {
    const tunnels: string[] = [];
    const proxy = createHttpServer();
    proxy.on('connect', (req, client) => {
      tunnels.push(req.url ?? '');
      if (target === null) {
        client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
        return;
      }
      const upstream = connectSocket(Number(target.port), target.hostname, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
      upstream.on('error', () => client.destroy());
      client.on('error', () => upstream.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    closers.push(
      () =>
        new Promise((resolve) => {
          proxy.closeAllConnections();
          proxy.close(() => {
            resolve();
          });
        }),
    );
    return { url: new URL(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`), tunnels };
  }

  test('reaches the host through a tunnel', async () => {
    const server = await serve((socket) => socket.write(response('[5]')));
    const proxy = await startProxy(server.url);
    const answer = await transportTo(server.url, { proxyUrl: proxy.url }).send(request());
    expect(answer.body.toString()).toBe('[5]');
    expect(proxy.tunnels).toEqual([server.url.host]);
  });

  test('is unreachable when the proxy cannot connect, and nothing was sent', async () => {
    const proxy = await startProxy(null);
    const failure = await failureOf(
      transportTo(new URL('http://127.0.0.1:9'), { proxyUrl: proxy.url }).send(request()),
    );
    expect([failure.kind, failure.mayHaveBeenSent]).toEqual(['unreachable', false]);
  });
});

describe('the reason of a failure', () => {
  async function reasonAt(baseUrl: URL): Promise<string> {
    return (await failureOf(transportTo(baseUrl).send(request()))).reason;
  }

  test('is a name that nobody knows', async () => {
    expect(await reasonAt(new URL('http://crm.invalid'))).toBe('dns');
  });

  test('is a connection that is refused', async () => {
    const server = await serve(() => undefined);
    await server.close();
    expect(await reasonAt(server.url)).toBe('refused');
  });

  test('is a certificate that nobody trusts', async () => {
    const certificate = (name: string) => readFileSync(new URL(`../support/tls/server.${name}`, import.meta.url));
    const secure = createHttpsServer({ cert: certificate('crt'), key: certificate('key') });
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    closers.push(
      async () =>
        new Promise((resolve) =>
          secure.close(() => {
            resolve();
          }),
        ),
    );
    const { port } = secure.address() as AddressInfo;
    expect(await reasonAt(new URL(`https://127.0.0.1:${port}`))).toBe('tls');
  });

  test('is a connection that is reset', async () => {
    expect((await failureWith((socket) => socket.resetAndDestroy())).reason).toBe('reset');
  });

  test('is an answer that is no HTTP', async () => {
    expect((await failureWith((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))).reason).toBe('protocol');
  });

  test('is time that ran out', async () => {
    expect((await failureWith(() => undefined, { timeoutMs: 50 })).reason).toBe('timeout');
  });

  test('is a proxy that does not let through', async () => {
    const proxy = createHttpServer();
    proxy.on('connect', (_request, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    closers.push(
      async () =>
        new Promise((resolve) =>
          proxy.close(() => {
            resolve();
          }),
        ),
    );
    const { port } = proxy.address() as AddressInfo;
    const transport = transportTo(new URL('https://crm.example.com'), {
      proxyUrl: new URL(`http://127.0.0.1:${port}`),
    });
    expect((await failureOf(transport.send(request()))).reason).toBe('proxy');
  });
});
