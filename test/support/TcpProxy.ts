import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server on this machine that a test can spoil. */
export class TcpProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #delayMs = 0;
  #isSilent = false;

  private constructor(private readonly targetPort: number) {
    this.#server = createServer((client) => {
      this.#join(client);
    });
  }

  static async start(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Lets every byte take so long. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Keeps connections open and lets nothing through: neither side is told. */
  silence(): void {
    this.#isSilent = true;
  }

  /** Breaks every connection off. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Lets everything through again. What was held back is lost with its connection. */
  heal(): void {
    this.#delayMs = 0;
    if (!this.#isSilent) return;
    this.#isSilent = false;
    this.cut();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket): void {
    const server = connect(this.targetPort, '127.0.0.1');
    this.#pass(client, server);
    this.#pass(server, client);
  }

  #pass(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (bytes) => {
      if (this.#isSilent) return;
      if (this.#delayMs === 0) to.write(bytes);
      else setTimeout(() => to.write(bytes), this.#delayMs);
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
