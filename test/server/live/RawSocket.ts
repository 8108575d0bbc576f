import { once } from 'node:events';
import { WebSocket } from 'ws';
import { until } from '../../support/patience.js';

export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A WebSocket that speaks the protocol message by message, with the code that it was closed with. */
export class RawSocket {
  readonly messages: Message[] = [];
  closeCode: number | null = null;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.messages.push(JSON.parse(data.toString()) as Message));
    socket.on('close', (code) => {
      this.closeCode = code;
    });
    socket.on('error', () => undefined);
  }

  /** Opens a connection; rejects where the upgrade is refused. */
  static async open(
    url: string,
    headers: Readonly<Record<string, string>> = {},
    protocols = 'graphql-transport-ws',
  ): Promise<RawSocket> {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), protocols, { headers });
    const raw = new RawSocket(socket);
    await once(socket, 'open');
    return raw;
  }

  /** The status with which an upgrade is refused, and the body. */
  static async refused(
    url: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly body: string }> {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws', { headers });
    return new Promise((resolve, reject) => {
      socket.on('error', () => undefined);
      socket.on('open', () => {
        reject(new Error('the upgrade was not refused'));
      });
      socket.on('unexpected-response', (_request, response) => {
        let body = '';
        response.on('data', (chunk) => (body += String(chunk)));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body });
        });
      });
    });
  }

  send(message: Message): void {
    this.socket.send(JSON.stringify(message));
  }

  async init(payload?: Readonly<Record<string, unknown>>): Promise<void> {
    this.send({ type: 'connection_init', ...(payload && { payload }) });
    await until(() => this.closeCode !== null || this.messages.some(({ type }) => type === 'connection_ack'));
  }

  subscribe(id: string, query: string, variables: Readonly<Record<string, unknown>> = {}): void {
    this.send({ type: 'subscribe', id, payload: { query, variables } });
  }

  /** The messages of one subscription. */
  of(id: string): readonly Message[] {
    return this.messages.filter((message) => message.id === id);
  }

  close(): void {
    this.socket.terminate();
  }
}
