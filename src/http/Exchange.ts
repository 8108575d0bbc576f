import { errors } from 'undici';
import type { Dispatcher } from 'undici';

import type { TransportFailureKind, TransportRequest, TransportResponse } from './Transport.js';
import { TransportFailure } from './Transport.js';

interface ExchangeOptions {
  readonly request: TransportRequest;
  readonly maxResponseBytes: number;
  /** Holds this exchange from the end of its response until it is settled. */
  readonly settling: Set<Exchange>;
  readonly onResponse: (response: TransportResponse) => void;
  readonly onFailure: (failure: TransportFailure) => void;
}

/**
 * One request and its response, as undici reports them. Settles exactly once, with the whole response or with a
 * failure, and leaves no timer, listener or half-read socket behind.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | null = null;
  #isSettled = false;
  #status = 0;
  #headers: TransportResponse['headers'] = {};
  #chunks: Buffer[] = [];
  #bytes = 0;
  readonly #options: ExchangeOptions;
  readonly #timer: NodeJS.Timeout;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#timer = setTimeout(() => {
      this.#fail('timeout');
    }, options.request.timeoutMs);
    options.request.signal.addEventListener('abort', this.#onAbort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#controller !== null) {
      // undici would put the request on a second socket. Whether that is safe is not for a transport to say.
      controller.abort(new Error('not sent again'));
      this.#fail('broken');
      return;
    }
    this.#controller = controller;
    // Given up while the connection was made: this is called before the first byte is written.
    if (this.#isSettled) controller.abort(new Error('given up'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    // Informational responses come before the real one.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    if (Number(headers['content-length']) > this.#options.maxResponseBytes) this.#fail('tooLarge');
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isSettled) return;
    this.#bytes += chunk.length;
    if (this.#bytes > this.#options.maxResponseBytes) this.#fail('tooLarge');
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#isSettled) return;
    // A body that is longer than announced looks complete here. What follows it is parsed at once and closes the socket,
    // which is told after the next turn of the event loop: so two turns are waited before the response is believed.
    this.#options.settling.add(this);
    setImmediate(() => {
      setImmediate(() => {
        this.#succeed();
      });
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#controller !== null) this.#fail('broken', error);
    else this.#fail(error instanceof errors.ConnectTimeoutError ? 'timeout' : 'unreachable', error);
  }

  /** Bytes that belong to no response followed this one. */
  onSurplus(): void {
    this.#fail('broken');
  }

  readonly #onAbort = (): void => {
    this.#fail('aborted', this.#options.request.signal.reason);
  };

  #succeed(): void {
    if (!this.#settle()) return;
    this.#options.onResponse({
      status: this.#status,
      headers: this.#headers,
      body: Buffer.concat(this.#chunks, this.#bytes),
    });
    this.#chunks = [];
  }

  #fail(kind: TransportFailureKind, cause?: unknown): void {
    if (!this.#settle()) return;
    this.#chunks = [];
    const failure = new TransportFailure(kind, this.#controller !== null, cause);
    // Destroys the socket: whatever still arrives on it is nobody's answer.
    this.#controller?.abort(failure);
    this.#options.onFailure(failure);
  }

  #settle(): boolean {
    if (this.#isSettled) return false;
    this.#isSettled = true;
    clearTimeout(this.#timer);
    this.#options.settling.delete(this);
    this.#options.request.signal.removeEventListener('abort', this.#onAbort);
    return true;
  }
}
