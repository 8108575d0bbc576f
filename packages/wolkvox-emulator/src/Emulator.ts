import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { ControlApi } from './control/ControlApi.js';
import { Controls } from './control/Controls.js';
import { Door, type Tokens } from './Door.js';
import { FaultScript } from './faults/FaultScript.js';
import { Journal } from './Journal.js';
import type { DatasetName } from './seed/Dataset.js';
import type { Settings } from './Settings.js';
import { Tenant } from './Tenant.js';
import { VendorApi } from './VendorApi.js';

/** How to start an emulator; everything has a default. */
export interface EmulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** The tenant; default `demo`. */
  readonly operation?: string;
  /** The token to accept; by default one in the form of the vendor's, made from the operation. */
  readonly token?: string;
  /** IANA name; default America/Bogota. */
  readonly timeZone?: string;
  /** The same seed gives the same records; default 1. */
  readonly seed?: number;
  readonly dataset?: DatasetName;
  /** How many contacts of the dataset are there twice: same values, another id. Default 0. */
  readonly duplicateContacts?: number;
  /** Settings that differ from the defaults; a reset comes back to them. */
  readonly settings?: Partial<Settings>;
  /** The machine's time in milliseconds since 1970 UTC; default Date.now. */
  readonly machineNowMs?: () => number;
  /** Told of a mistake of the emulator's own; its caller got a 500. */
  readonly onFailure?: (error: unknown) => void;
}

/** A running emulator, and what its control paths do, in the same process. */
export class Emulator extends Controls {
  readonly port: number;
  /** Works on every endpoint but the notes. */
  readonly token: string;
  /** Works on the notes endpoint only. */
  readonly externalToken: string;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;
  readonly #host: string;

  /** For `startEmulator`, which has everything ready and listening. */
  constructor(
    parts: ConstructorParameters<typeof Controls>[0],
    tokens: Tokens,
    listening: { readonly server: Server; readonly sockets: Set<Socket>; readonly host: string; readonly port: number },
  ) {
    super(parts);
    this.token = tokens.internal;
    this.externalToken = tokens.external;
    this.#server = listening.server;
    this.#sockets = listening.sockets;
    this.#host = listening.host;
    this.port = listening.port;
  }

  /** Such as `http://127.0.0.1:49152`, without a slash at the end. */
  get url(): string {
    return `http://${this.#host.includes(':') ? `[${this.#host}]` : this.#host}:${this.port}`;
  }

  /** Ends every connection, answered or not, and stops listening: callers find the port closed. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  /** Listens again on the same port after `close`, with everything as it was; rejects when the port has been taken. */
  async reopen(): Promise<void> {
    await listen(this.#server, this.port, this.#host);
  }
}

/** A made-up token in the form that the vendor's decode to: hexadecimal of `{operation}-{YYYYMMDDHHMMSS}`. */
function syntheticToken(operation: string, stamp: string): string {
  return Buffer.from(`{${operation}}-{${stamp}}`, 'utf8').toString('hex');
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Whether the caller went away in the middle of its body. */
function hasGone(request: IncomingMessage): boolean {
  return request.destroyed && !request.complete;
}

/** Answers for a mistake of the emulator's own, so that nobody takes it for one of the caller's. */
function answerFailure(request: IncomingMessage, response: ServerResponse): void {
  if (hasGone(request) || response.headersSent) response.destroy();
  else response.writeHead(500, { 'content-type': 'text/plain' }).end('the emulator failed');
}

/** Starts an emulator and resolves when it listens; rejects when it cannot. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const operation = options.operation ?? 'demo';
  const machineNowMs = options.machineNowMs ?? Date.now;
  const tenant = new Tenant(
    {
      operation,
      timeZone: options.timeZone ?? 'America/Bogota',
      seed: options.seed ?? 1,
      dataset: options.dataset ?? 'demo',
      duplicateContacts: options.duplicateContacts ?? 0,
      settings: options.settings ?? {},
    },
    machineNowMs,
  );
  const tokens: Tokens = {
    internal: options.token ?? syntheticToken(operation, '20260115083000'),
    external: syntheticToken(operation, '20260115090000'),
  };
  const parts = {
    tenant,
    door: new Door(tokens, tenant, machineNowMs),
    faults: new FaultScript(),
    journal: new Journal(),
  };
  const control = new ControlApi(new Controls(parts), tenant);
  const vendor = new VendorApi(tenant, parts.door, parts.journal, parts.faults, machineNowMs);

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Not the URL class: it would take the vendor's double slash for a host.
    const [path = '/', ...query] = (request.url ?? '/').split('?');
    const parameters = new URLSearchParams(query.join('?'));
    if (path.startsWith('/_emulator/')) await control.handle(request, response, path, parameters);
    else await vendor.handle(request, response, path, parameters);
  }

  const sockets = new Set<Socket>();
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    route(request, response).catch((error: unknown) => {
      if (!hasGone(request)) options.onFailure?.(error);
      answerFailure(request, response);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const host = options.host ?? '127.0.0.1';
  await listen(server, options.port ?? 0, host);
  const { port } = server.address() as AddressInfo;
  return new Emulator(parts, tokens, { server, sockets, host, port });
}
