import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Json, type JsonObject, isJsonArray, isJsonObject, parseJson } from '../Json.js';
import { isTimeZone } from '../LocalTime.js';
import { readBytes } from '../readBody.js';
import { Refusal, refusalStatus } from '../Refusal.js';
import { datasetNames } from '../seed/Dataset.js';
import { readSettings } from '../Settings.js';
import type { ResetOptions, Tenant } from '../Tenant.js';
import type { Controls } from './Controls.js';
import { decodeFaults } from './decodeFaults.js';
import { InputError, ObjectReader, present } from './ObjectReader.js';

/** Far from where dates of four-digit years end, in milliseconds since 1970 UTC. */
const latestInstantMs = Date.UTC(9000, 0);

/** Asked for a method that the path does not have. */
class MethodError extends Error {
  override readonly name = 'MethodError';
}

/** Something that is not there. */
class MissingError extends Error {
  override readonly name = 'MissingError';
}

/** The status for a request that cannot be fulfilled as it is; undefined for what is no fault of the request's. */
function refusedStatus(error: Error): number | undefined {
  if (error instanceof InputError) return 400;
  if (error instanceof MissingError) return 404;
  if (error instanceof MethodError) return 405;
  return error instanceof Refusal ? refusalStatus(error.kind) : undefined;
}

function decodeReset(value: Json): ResetOptions {
  const reader = new ObjectReader(value, 'body');
  const byModule = Object.entries(reader.object('records') ?? {});
  const options = present<ResetOptions>({
    seed: reader.integer('seed', 0),
    dataset: reader.oneOf('dataset', datasetNames),
    timeZone: reader.optionalString('timeZone'),
    duplicateContacts: reader.integer('duplicateContacts', 0),
    records: new Map(
      byModule.map(([module, documents]): [string, JsonObject[]] => {
        const place = `body.records.${module}`;
        if (!isJsonArray(documents)) throw new InputError(`${place} must be a list`);
        return [
          module,
          documents.map((document) => {
            if (!isJsonObject(document)) throw new InputError(`${place} must be a list of objects`);
            return document;
          }),
        ];
      }),
    ),
  });
  reader.end();
  if (options.timeZone !== undefined && !isTimeZone(options.timeZone))
    throw new InputError('body.timeZone must be an IANA time zone');
  return options;
}

/** The paths under `/_emulator/`: JSON in, JSON out, no token. They are not part of the vendor's API. */
export class ControlApi {
  constructor(
    private readonly controls: Controls,
    private readonly tenant: Tenant,
  ) {}

  /**
   * Answers one request: 400 for input it cannot read, 413 for too much of it, 404 and 405 for what there is not.
   * Rejects when its caller goes away in the middle of it, and for mistakes of its own.
   */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    query: URLSearchParams,
  ): Promise<void> {
    let status = 200;
    let body: unknown;
    try {
      const text = (await readBytes(request)).toString('utf8');
      const value = text.trim() === '' ? {} : parseJson(text);
      if (value === undefined) throw new InputError('body must be JSON');
      body = this.#route(request.method ?? '', path.slice('/_emulator/'.length), value, query);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const refused = refusedStatus(error);
      if (refused === undefined) throw error;
      status = refused;
      body = { error: error.message };
    }
    const bytes = Buffer.from(JSON.stringify(body));
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length });
    response.end(bytes);
  }

  #route(method: string, path: string, value: Json, query: URLSearchParams): unknown {
    switch (path) {
      case 'journal':
        return this.#journal(method, query);
      case 'reset':
        this.#requireMethod(method, ['POST']);
        this.controls.reset(decodeReset(value));
        return this.controls.counts();
      case 'faults':
        return this.#faultScript(method, value);
      case 'clock':
        return this.#clock(method, value);
      case 'settings':
        this.#requireMethod(method, ['GET', 'POST']);
        if (method === 'POST') this.controls.configure(readSettings(new ObjectReader(value, 'body')));
        return this.controls.settings();
      case 'state':
        this.#requireMethod(method, ['GET']);
        return this.#state(query);
      case 'records':
        return this.#records(method, value);
      case 'quota':
        this.#requireMethod(method, ['GET', 'POST']);
        if (method === 'POST') this.controls.setCallsToday(this.#usedToday(value));
        return { callsToday: this.controls.callsToday(), dailyQuota: this.controls.settings().dailyQuota };
      default:
        throw new MissingError('no such path');
    }
  }

  #requireMethod(method: string, allowed: readonly string[]): void {
    if (!allowed.includes(method)) throw new MethodError(`use ${allowed.join(' or ')}`);
  }

  #journal(method: string, query: URLSearchParams): unknown {
    this.#requireMethod(method, ['GET', 'DELETE']);
    if (method === 'DELETE') {
      this.controls.clearJournal();
      return [];
    }
    const since = Number(query.get('since') ?? 0);
    if (!Number.isInteger(since)) throw new InputError('since must be a whole number');
    return this.controls.journal(since);
  }

  #faultScript(method: string, value: Json): unknown {
    this.#requireMethod(method, ['GET', 'POST', 'DELETE']);
    if (method === 'DELETE') this.controls.clearFaults();
    if (method === 'POST') {
      const { rules, seed } = decodeFaults(value);
      this.controls.setFaults(rules, seed);
    }
    return { rules: this.controls.faults().map(({ rule, seen, left }) => ({ ...rule, seen, left })) };
  }

  #clock(method: string, value: Json): unknown {
    this.#requireMethod(method, ['GET', 'POST']);
    const { clock } = this.tenant;
    if (method === 'POST') {
      const reader = new ObjectReader(value, 'body');
      const set = reader.optionalString('set');
      const instantMs = set === undefined ? undefined : Date.parse(set);
      const advanceMs = reader.optionalNumber('advanceMs', -Number.MAX_SAFE_INTEGER);
      const freeze = reader.boolean('freeze');
      const reset = reader.boolean('reset');
      reader.end();
      if (Number.isNaN(instantMs)) throw new InputError('body.set must be an instant such as 2026-11-21T15:00:00Z');
      const isTooFar = Math.abs((instantMs ?? clock.nowMs()) + (advanceMs ?? 0)) > latestInstantMs;
      if (isTooFar) throw new InputError('body.advanceMs leads beyond what a date can hold');
      if (reset === true) clock.reset();
      // Stopped before it is set, so that it stands at the instant asked for and not a moment later.
      if (freeze === true) clock.freeze();
      if (instantMs !== undefined) clock.set(instantMs);
      if (advanceMs !== undefined) clock.advance(advanceMs);
      if (freeze === false) clock.unfreeze();
    }
    const nowMs = clock.nowMs();
    return {
      now: new Date(nowMs).toISOString(),
      local: this.tenant.localTime.stamp(nowMs),
      timeZone: this.tenant.localTime.timeZone,
      isFrozen: clock.isFrozen,
    };
  }

  #state(query: URLSearchParams): unknown {
    const module = query.get('module');
    if (module !== null) {
      const contains = query.get('contains') ?? '';
      const limit = Number(query.get('limit') ?? 1_000);
      if (!Number.isInteger(limit) || limit < 0) throw new InputError('limit must be a whole number');
      return this.controls
        .records(module)
        .filter((document) => contains === '' || JSON.stringify(document).includes(contains))
        .slice(0, limit);
    }
    return {
      operation: this.controls.operation,
      counts: this.controls.counts(),
      callsToday: this.controls.callsToday(),
      catalogue: this.tenant.catalogue,
      users: this.controls.users(),
    };
  }

  #records(method: string, value: Json): unknown {
    this.#requireMethod(method, ['POST', 'PATCH', 'DELETE']);
    const reader = new ObjectReader(value, 'body');
    const module = reader.string('module');
    if (method === 'POST') {
      const document = reader.object('document') ?? {};
      reader.end();
      return { wolkvox_id: this.controls.insertRecord(module, document) };
    }
    const id = reader.string('wolkvox_id');
    const changes = method === 'PATCH' ? (reader.object('changes') ?? {}) : {};
    reader.end();
    const isDone =
      method === 'PATCH' ? this.controls.patchRecord(module, id, changes) : this.controls.removeRecord(module, id);
    if (!isDone) throw new MissingError('no such record');
    return { wolkvox_id: id };
  }

  #usedToday(value: Json): number {
    const reader = new ObjectReader(value, 'body');
    const used = reader.integer('callsToday', 0) ?? 0;
    reader.end();
    return used;
  }
}
