import { connect, type Socket } from 'node:net';
import type { Emulator } from '../../src/Emulator.js';
import type { JsonObject } from '../../src/Json.js';

/** How a connection ended, or that it had not when the wait was over. */
export type Ending = 'fin' | 'reset' | 'open';

/** A connection by hand: what a face looks like to a client that believes nothing. */
export class RawExchange {
  #received = Buffer.alloc(0);
  #ending: Ending = 'open';
  readonly #socket: Socket;
  #changed: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#changed();
    });
    socket.on('end', () => {
      if (this.#ending === 'open') this.#ending = 'fin';
      this.#changed();
    });
    socket.on('error', () => {
      this.#ending = 'reset';
      this.#changed();
    });
  }

  static async open(emulator: Emulator): Promise<RawExchange> {
    const socket = connect(emulator.port, '127.0.0.1');
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new RawExchange(socket);
  }

  /** Sends one call, whole. */
  send(emulator: Emulator, endpoint: string, body: JsonObject): void {
    const text = JSON.stringify({ operation: emulator.operation, ...body });
    this.#socket.write(
      `POST /server/API/v2/${endpoint}.php HTTP/1.1\r\nHost: x\r\nWolkvox-Token: ${emulator.token}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    );
  }

  /** Waits until the test holds, the connection ends, or the time is over. */
  async until(holds: (text: string) => boolean, timeoutMs = 20_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!holds(this.text) && this.#ending === 'open') {
      const leftMs = deadline - Date.now();
      if (leftMs <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#changed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Everything received so far, one character a byte. */
  get text(): string {
    return this.#received.toString('latin1');
  }

  get size(): number {
    return this.#received.length;
  }

  get head(): string {
    return this.text.split('\r\n\r\n')[0] ?? '';
  }

  /** What came after the first blank line; undefined where there was none. */
  get body(): string | undefined {
    const from = this.text.indexOf('\r\n\r\n');
    return from < 0 ? undefined : this.text.slice(from + 4);
  }

  get ending(): Ending {
    return this.#ending;
  }

  close(): void {
    this.#socket.destroy();
  }
}
