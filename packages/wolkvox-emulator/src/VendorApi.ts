import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, refusalAnswer, withBlankIds } from './Answer.js';
import type { Door, Slot } from './Door.js';
import { moduleOf } from './endpoints/customModules.js';
import type { Endpoint, VendorCall } from './endpoints/Endpoint.js';
import { endpoints } from './endpoints/index.js';
import { breakConnection, visibleStatus } from './faults/breakConnection.js';
import { FaultedCall } from './faults/FaultedCall.js';
import type { FaultScript } from './faults/FaultScript.js';
import type { Journal, OpenEntry } from './Journal.js';
import { isJsonArray, isJsonObject, type JsonObject, scalarText } from './Json.js';
import { PhpJson } from './phpJson.js';
import { readBytes, readForm, readJsonObject } from './readBody.js';
import { Refusal } from './Refusal.js';
import { phpHeaders, type Reply, sendReply } from './Reply.js';
import type { Tenant } from './Tenant.js';

const basePath = '/server/API/v2/';

function headerText(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** The script's name; leading slashes count once, since one of the vendor's own URLs has two. */
function endpointName(path: string): string | undefined {
  const single = path.replace(/^\/+/, '/');
  return single.startsWith(basePath) && single.endsWith('.php') ? single.slice(basePath.length, -4) : undefined;
}

function wholeNumber(body: JsonObject, key: string): number | null {
  const text = scalarText(body[key]);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}

function describeCall(entry: OpenEntry, body: JsonObject, endpoint: Endpoint): void {
  const text = (key: string): string | null => scalarText(body[key]) ?? null;
  entry.module = text('module');
  entry.field = text('field');
  entry.value = text('value');
  entry.from = text('from');
  entry.to = text('to');
  entry.page = wholeNumber(body, 'page');
  entry.limit = wholeNumber(body, 'limit');
  if (endpoint.kind !== 'read') entry.body = body;
}

function noteWrite(entry: OpenEntry, answer: Answer): void {
  entry.isCommitted = true;
  const data = isJsonObject(answer.body) ? answer.body['data'] : undefined;
  const id = isJsonObject(data) ? data['wolkvox_id'] : undefined;
  entry.recordId = scalarText(isJsonArray(id) ? id[0] : id) ?? null;
}

/** How a call went: what to say, and the fault that stands in the way. */
interface Outcome {
  readonly answer: Answer;
  readonly fault?: FaultedCall;
}

/** The vendor's scripts over HTTP: door, endpoint, envelope, bytes; each call is written into the journal. */
export class VendorApi {
  readonly #encoders = { arrays: new PhpJson(true), objects: new PhpJson(false) };

  constructor(
    private readonly tenant: Tenant,
    private readonly door: Door,
    private readonly journal: Journal,
    private readonly faults: FaultScript,
    private readonly machineNowMs: () => number,
  ) {}

  /** Answers one request. Rejects when its caller goes away in the middle of it, and for mistakes of its own. */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    query: URLSearchParams,
  ): Promise<void> {
    const token = headerText(request, 'wolkvox-token');
    const slot = this.door.enter(token ?? '');
    const name = endpointName(path);
    const entry = this.journal.open(name ?? path, request.method ?? '', this.machineNowMs(), this.door.inFlight);
    const { socket } = request;
    const leave = (): void => {
      this.door.leave(slot, entry);
      response.off('close', leave);
      socket.off('end', leave);
      socket.off('error', leave);
    };
    // A caller that hung up is gone at once. Its `close` comes only after the calls that arrived at the same moment.
    response.on('close', leave);
    socket.on('end', leave);
    socket.on('error', leave);
    try {
      const endpoint = name === undefined ? undefined : endpoints.get(name);
      const outcome = await this.#outcome(request, endpoint, query, slot, entry, token);
      const waitMs = this.tenant.settings.latencyMs + (outcome.fault?.waitMs ?? 0);
      if (waitMs > 0) await sleep(waitMs);
      this.#deliver(outcome, request, response, entry, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }

  async #outcome(
    request: IncomingMessage,
    endpoint: Endpoint | undefined,
    query: URLSearchParams,
    slot: Slot,
    entry: OpenEntry,
    token: string | undefined,
  ): Promise<Outcome> {
    const { settings } = this.tenant;
    try {
      const bytes = await readBytes(request);
      if (endpoint === undefined) throw new Refusal('noScript');
      const call = this.#admit(request, endpoint, query, bytes, slot, entry, token);
      const rule = this.faults.take({ ...entry, kind: endpoint.kind, bodyText: () => JSON.stringify(call.body) });
      const run = (): Answer => this.#run(endpoint, call, entry);
      if (rule === undefined) return { answer: run() };
      entry.fault = rule.fault.type;
      const fault = new FaultedCall(rule, endpoint, call, this.tenant);
      return { answer: fault.answer(run), fault };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      entry.refusal = error.kind;
      return { answer: refusalAnswer(error, endpoint?.codeType ?? 'string', settings) };
    }
  }

  /** Lets the endpoint do its work; its refusals are answers. */
  #run(endpoint: Endpoint, call: VendorCall, entry: OpenEntry): Answer {
    const { settings } = this.tenant;
    try {
      const module = moduleOf(endpoint.name, call.body) ?? '';
      if (endpoint.kind === 'read' && settings.failingModules.includes(module)) throw new Refusal('serverError');
      const answer = endpoint.handle(call, this.tenant);
      if (endpoint.kind === 'read') return answer;
      noteWrite(entry, answer);
      return endpoint.kind === 'create' && settings.blankIds ? withBlankIds(answer) : answer;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      entry.refusal = error.kind;
      return refusalAnswer(error, endpoint.codeType, settings);
    }
  }

  #admit(
    request: IncomingMessage,
    endpoint: Endpoint,
    query: URLSearchParams,
    bytes: Buffer,
    slot: Slot,
    entry: OpenEntry,
    token: string | undefined,
  ): VendorCall {
    const isAllowedMethod = request.method === 'POST' || (request.method === 'GET' && endpoint.kind === 'read');
    if (!isAllowedMethod) throw new Refusal('method');
    const mayComeInBody = token === undefined && this.tenant.settings.bodyToken;
    if (!mayComeInBody) this.door.checkToken(token, endpoint);
    const { body, files } = this.#readCall(request, endpoint, query, bytes);
    describeCall(entry, body, endpoint);
    if (mayComeInBody) this.door.checkToken(scalarText(body['wolkvox-token']), endpoint);
    const operation = scalarText(body['operation']);
    if (operation === undefined) throw new Refusal('parameter', 'operation');
    if (operation !== this.tenant.operation) throw new Refusal('operation');
    const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    this.door.checkPace(address, slot);
    this.door.countCall();
    return { body, files, userAgent: headerText(request, 'user-agent') ?? '', address };
  }

  #readCall(
    request: IncomingMessage,
    endpoint: Endpoint,
    query: URLSearchParams,
    bytes: Buffer,
  ): Pick<VendorCall, 'body' | 'files'> {
    switch (endpoint.bodyForm) {
      case 'json':
        return { body: readJsonObject(bytes), files: [] };
      case 'multipart':
        return readForm(bytes, headerText(request, 'content-type') ?? '');
      case 'none':
        return { body: Object.fromEntries(query), files: [] };
    }
  }

  #deliver(
    { answer, fault }: Outcome,
    request: IncomingMessage,
    response: ServerResponse,
    entry: OpenEntry,
    leave: () => void,
  ): void {
    const plain = this.#encode(answer, request, entry);
    const reply = fault?.reply(plain) ?? plain;
    if (fault?.connectionFault !== undefined) {
      entry.status = visibleStatus(fault.connectionFault, reply);
      const second = (): Reply => this.#encode(fault.otherAnswer(answer), request, entry);
      breakConnection(fault.connectionFault, reply, response, leave, second);
      return;
    }
    entry.status = reply.status;
    // Before the bytes go: whoever has read them may call again at once.
    leave();
    sendReply(response, reply);
  }

  #encode(answer: Answer, request: IncomingMessage, entry: OpenEntry): Reply {
    const encoder = this.tenant.settings.emptyObjectsAsArrays ? this.#encoders.arrays : this.#encoders.objects;
    // Nothing beyond ASCII is left, so each character is a byte.
    const body = Buffer.from(encoder.encode(answer.body), 'latin1');
    const hasSession = /\bPHPSESSID=/.test(headerText(request, 'cookie') ?? '');
    const headers = [...phpHeaders(body, 'application/json', entry.id, hasSession), ...(answer.headers ?? [])];
    return { status: answer.status, headers, body };
  }
}
