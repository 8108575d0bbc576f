import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { ControlApi } from './control/ControlApi.js';
import { Door, type Tokens } from './Door.js';
import type { EmulatorClock } from './EmulatorClock.js';
import { FaultScript } from './faults/FaultScript.js';
import type { FaultRule } from './faults/FaultRule.js';
import { Journal, type JournalEntry } from './Journal.js';
import type { JsonObject } from './Json.js';
import type { DatasetName } from './seed/Dataset.js';
import type { Settings } from './Settings.js';
import type { User } from './store/User.js';
import { type ResetOptions, Tenant } from './Tenant.js';
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
  /** Settings that differ from the defaults; a reset comes back to them. */
  readonly settings?: Partial<Settings>;
  /** The machine's time in milliseconds since 1970 UTC; default Date.now. */
  readonly machineNowMs?: () => number;
}

/** A running emulator. What its control paths do over HTTP, these methods do in the same process. */
export interface Emulator {
  /** Such as `http://127.0.0.1:49152`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly operation: string;
  /** Works on every endpoint but the notes. */
  readonly token: string;
  /** Works on the notes endpoint only. */
  readonly externalToken: string;
  readonly clock: EmulatorClock;
  /** Ends every connection, answered or not, and stops listening. */
  close(): Promise<void>;
  /** Every vendor request with an id above `since` (default: all), in order of arrival. */
  journal(since?: number): readonly JournalEntry[];
  clearJournal(): void;
  /** Records, settings, clock, counts, faults and journal as at the start, or with another seed or dataset. */
  reset(options?: ResetOptions): void;
  settings(): Settings;
  configure(changes: Partial<Settings>): void;
  /** Replaces the fault script; `seed` decides what rules with a probability do. */
  setFaults(rules: readonly FaultRule[], seed?: number): void;
  clearFaults(): void;
  /** The users that records may name. */
  users(): readonly User[];
  /** The module's records as stored; collection steps are under `gestiones`. Empty for an unknown module. */
  records(module: string): readonly JsonObject[];
  /** Stores a record past the vendor's API and its journal; gives its id. */
  insertRecord(module: string, document: JsonObject): string;
  /** Changes keys of a record past the vendor's API; false when there is no such record. */
  patchRecord(module: string, id: string, changes: JsonObject): boolean;
  /** Removes a record past the vendor's API; false when there was none. */
  removeRecord(module: string, id: string): boolean;
  /** Calls counted against the day's quota. */
  callsToday(): number;
  setCallsToday(count: number): void;
}

/** A made-up token in the form that the vendor's decode to: hexadecimal of `{operation}-{YYYYMMDDHHMMSS}`. */
function syntheticToken(operation: string, stamp: string): string {
  return Buffer.from(`{${operation}}-{${stamp}}`, 'utf8').toString('hex');
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
      settings: options.settings ?? {},
    },
    machineNowMs,
  );
  const tokens: Tokens = {
    internal: options.token ?? syntheticToken(operation, '20260115083000'),
    external: syntheticToken(operation, '20260115090000'),
  };
  const journal = new Journal();
  const door = new Door(tokens, tenant, machineNowMs);
  const faults = new FaultScript();
  const vendor = new VendorApi(tenant, door, journal, faults, machineNowMs);

  const sockets = new Set<Socket>();
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    void route(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { address, family, port } = server.address() as AddressInfo;

  const emulator: Emulator = {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    port,
    operation,
    token: tokens.internal,
    externalToken: tokens.external,
    clock: tenant.clock,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
    journal: (since = 0) => journal.since(since),
    clearJournal: () => {
      journal.clear();
    },
    reset: (resetOptions = {}) => {
      tenant.reset(resetOptions);
      door.reset();
      faults.clear();
      journal.clear();
    },
    settings: () => tenant.settings,
    configure: (changes) => {
      tenant.settings = { ...tenant.settings, ...changes };
    },
    setFaults: (rules, seed = 1) => {
      faults.set(rules, seed);
    },
    clearFaults: () => {
      faults.clear();
    },
    users: () => tenant.users,
    records: (module) => (tenant.store.table(module)?.records() ?? []).map((record) => record.document),
    insertRecord: (module, document) => tenant.insert(module, document),
    patchRecord: (module, id, changes) => {
      const record = tenant.store.table(module)?.get(id);
      if (record === undefined) return false;
      tenant.store.put(module, { ...record.document, ...changes, wolkvox_id: id }, record.visibleFromMs);
      return true;
    },
    removeRecord: (module, id) => tenant.store.table(module)?.remove(id) ?? false,
    callsToday: () => tenant.callsToday,
    setCallsToday: (count) => {
      tenant.callsToday = count;
    },
  };
  const control = new ControlApi(emulator, tenant, faults);

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Not the URL class: it would take the vendor's double slash for a host.
    const [path = '/', ...query] = (request.url ?? '/').split('?');
    const parameters = new URLSearchParams(query.join('?'));
    if (path.startsWith('/_emulator/')) await control.handle(request, response, path, parameters);
    else await vendor.handle(request, response, path, parameters);
  }
  return emulator;
}
