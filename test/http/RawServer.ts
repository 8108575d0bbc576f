import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** What a raw server does with a request that has arrived on a socket: `nth` counts the requests of all sockets from 1. */
export type RawAnswer = (socket: Socket, request: { readonly text: string; readonly nth: number }) => void;

/** A TCP server that answers whole HTTP requests with whatever bytes a test wants. */
export class RawServer {
  readonly requests: string[] = [];
  connections = 0;
  readonly #open = new Set<Socket>();
  #onFirstClosed: () => void = () => undefined;
  readonly #firstClosed = new Promise<void>((resolve) => {
    this.#onFirstClosed = resolve;
  });

  private constructor(
    private readonly server: Server,
    readonly url: URL,
  ) {}

  static async start(answer: RawAnswer): Promise<RawServer> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const raw = new RawServer(server, new URL(`http://127.0.0.1:${port}`));
    server.on('connection', (socket) => {
      raw.#onConnection(socket, answer);
    });
    return raw;
  }

  /** Resolves when the socket that the first request came on is closed. */
  firstClosed(): Promise<void> {
    return this.#firstClosed;
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
  }

  #onConnection(socket: Socket, answer: RawAnswer): void {
    this.connections += 1;
    const isFirst = this.connections === 1;
    this.#open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#open.delete(socket);
      if (isFirst) this.#onFirstClosed();
    });
    let pending = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      pending += chunk;
      for (;;) {
        const headEnd = pending.indexOf('\r\n\r\n');
        if (headEnd < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(pending.slice(0, headEnd))?.[1] ?? 0);
        const end = headEnd + 4 + length;
        if (pending.length < end) return;
        const text = pending.slice(0, end);
        pending = pending.slice(end);
        this.requests.push(text);
        answer(socket, { text, nth: this.requests.length });
      }
    });
  }
}

/** A plain response with a body of the right length. */
export function response(body: string, head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json'): string {
  return `${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
