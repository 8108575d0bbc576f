import type { Writable } from 'node:stream';
import type { DestinationStream } from 'pino';

export interface LogSinkOptions {
  readonly stream: Writable;
  /** Text that waits for a reader, in bytes; what comes on top is dropped. */
  readonly maxBytes?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const defaultMaxBytes = 1024 ** 2;

/**
 * Writes log lines to a stream without ever waiting for it: the lines of one turn of the event loop in one piece, and what
 * does not fit into a bounded buffer not at all. A reader that stops reading costs lines, never the server. Lines dropped
 * are counted, and the log tells their number as soon as there is room again.
 */
export class LogSink implements DestinationStream {
  #lines: string[] = [];
  #bytes = 0;
  #dropped = 0;
  #untold = 0;
  readonly #stream: Writable;
  readonly #maxBytes: number;
  readonly #now: () => number;

  constructor({ stream, maxBytes = defaultMaxBytes, now = Date.now }: LogSinkOptions) {
    this.#stream = stream;
    this.#maxBytes = maxBytes;
    this.#now = now;
    // A reader that is gone is no reason to end.
    stream.on('error', () => undefined);
  }

  /** Lines dropped since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  write(line: string): void {
    const bytes = Buffer.byteLength(line);
    if (this.#stream.destroyed || this.#bytes + this.#stream.writableLength + bytes > this.#maxBytes) {
      this.#drop(1);
      return;
    }
    if (this.#lines.length === 0) {
      setImmediate(() => {
        this.flushSync();
      });
    }
    this.#lines.push(line);
    this.#bytes += bytes;
  }

  /** Hands all that was collected to the stream. */
  flushSync(): void {
    const lines = this.#lines;
    if (lines.length === 0) return;
    this.#lines = [];
    this.#bytes = 0;
    const untold = this.#untold;
    const text = `${untold === 0 ? '' : this.#dropLine(untold)}${lines.join('')}`;
    try {
      this.#stream.write(text);
      this.#untold -= untold;
    } catch {
      // Files are written at once, and a full disk throws.
      this.#drop(lines.length);
    }
  }

  /** Resolves when all is written, or when the time is over because nobody reads. */
  async end(withinMs: number): Promise<void> {
    this.flushSync();
    if (this.#stream.writableLength === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      new Promise<void>((resolve) => {
        // Called when everything before it is written.
        this.#stream.write('', () => {
          resolve();
        });
      }),
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, withinMs);
      }),
    ]);
    clearTimeout(timer);
  }

  #drop(lines: number): void {
    this.#dropped += lines;
    this.#untold += lines;
  }

  #dropLine(lines: number): string {
    const line = { level: 'warn', time: new Date(this.#now()).toISOString(), lines, msg: 'log lines dropped' };
    return `${JSON.stringify(line)}\n`;
  }
}
