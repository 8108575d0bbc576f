import type { Emulator } from '../../src/Emulator.js';
import { isJsonObject, type Json, type JsonObject, parseJson, scalarText } from '../../src/Json.js';

/** An answer as it came over HTTP. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON; null when it is none. */
  readonly json: Json;
}

/** Calls the vendor's paths of an emulator the way a plain client does. */
export class VendorCaller {
  constructor(private readonly emulator: Emulator) {}

  /** POSTs JSON with token and operation; `init` replaces any of it. */
  async call(endpoint: string, body: JsonObject = {}, init: RequestInit = {}): Promise<Answered> {
    return this.send(`/server/API/v2/${endpoint}.php`, {
      method: 'POST',
      headers: { 'Wolkvox-Token': this.emulator.token, 'Content-Type': 'application/json' },
      body: JSON.stringify({ operation: this.emulator.operation, ...body }),
      ...init,
    });
  }

  async send(path: string, init: RequestInit): Promise<Answered> {
    const response = await fetch(`${this.emulator.url}${path}`, { redirect: 'manual', ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parseJson(text) ?? null };
  }

  /** Calls one of the control paths. */
  async control(method: string, path: string, body?: Json): Promise<Answered> {
    return this.send(`/_emulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  /** The rows of a search that must succeed. */
  async rows(endpoint: string, body: JsonObject): Promise<readonly JsonObject[]> {
    const { json, text } = await this.call(endpoint, body);
    const data = isJsonObject(json) ? json['data'] : json;
    if (!Array.isArray(data)) throw new Error(`no rows: ${text.slice(0, 200)}`);
    return data.filter((row: Json) => isJsonObject(row));
  }

  /** The ids of the rows of a search that must succeed. */
  async ids(endpoint: string, body: JsonObject): Promise<(Json | undefined)[]> {
    return (await this.rows(endpoint, body)).map((row) => row['wolkvox_id']);
  }

  /** The `data` object of a write that must succeed. */
  async written(endpoint: string, body: JsonObject): Promise<JsonObject> {
    const { json, text, status } = await this.call(endpoint, body);
    const data = isJsonObject(json) ? json['data'] : undefined;
    if (status !== 200 || !isJsonObject(data)) throw new Error(`not written: ${text.slice(0, 200)}`);
    return data;
  }
}

/** The value of a key of a JSON object, by path. Undefined where there is none. */
export function at(value: Json | undefined, ...path: (string | number)[]): Json | undefined {
  let found = value;
  for (const key of path) {
    if (Array.isArray(found)) found = (found as readonly Json[])[Number(key)];
    else found = isJsonObject(found) ? found[key] : undefined;
  }
  return found;
}

/** The same as text; `""` where there is no scalar. */
export function textAt(value: Json | undefined, ...path: (string | number)[]): string {
  return scalarText(at(value, ...path)) ?? '';
}
