import { readFileSync } from 'node:fs';
import { startEmulator, startSubgraph } from '../programs.mjs';

const oneCase = 'query ($id: ID!) { case(id: $id) { id } }';

/** The subgraph and the emulator as two programs, with the emulator's controls at hand. */
export class Rig {
  /**
   * @param {Awaited<ReturnType<typeof startEmulator>>} emulator
   * @param {Awaited<ReturnType<typeof startSubgraph>>} subgraph
   * @param {readonly string[]} caseIds
   */
  constructor(emulator, subgraph, caseIds) {
    this.emulator = emulator;
    this.subgraph = subgraph;
    this.caseIds = caseIds;
  }

  /**
   * @param {Record<string, string>} [settings] of the subgraph
   * @param {Record<string, string>} [emulatorSettings]
   */
  static async start(settings = {}, emulatorSettings = {}) {
    const emulator = await startEmulator({ EMULATOR_DAILY_QUOTA: '100000000', ...emulatorSettings });
    const subgraph = await startSubgraph(emulator, { LOG_LEVEL: 'warn', ...settings });
    const answer = await fetch(`${emulator.url}/_emulator/state?module=cases&limit=100`);
    const records = /** @type {any} */ (await answer.json());
    const ids = records.map((/** @type {any} */ record) => record.wolkvox_id);
    return new Rig(emulator, subgraph, ids);
  }

  /**
   * @param {string} path below /_emulator/
   * @param {unknown} [body] sent with POST; without it GET
   * @returns {Promise<any>}
   */
  async control(path, body) {
    const init =
      body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${this.emulator.url}/_emulator/${path}`, init);
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  }

  /** @param {readonly unknown[]} rules */
  setFaults(rules) {
    return this.control('faults', rules);
  }

  async clearJournal() {
    await fetch(`${this.emulator.url}/_emulator/journal`, { method: 'DELETE' });
  }

  /** @returns {Promise<readonly any[]>} */
  journal() {
    return this.control('journal');
  }

  /**
   * One operation: its codes (none when it succeeded) and how long it took.
   *
   * @param {number} [nth] which case, so that equal questions at once do not become one call
   * @param {string} [document]
   * @param {Record<string, unknown>} [variables]
   */
  async ask(nth = 0, document = oneCase, variables = { id: this.caseIds[nth % this.caseIds.length] }) {
    const startedAt = performance.now();
    const response = await fetch(this.subgraph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: document, variables }),
    });
    /** @type {any} */
    const body = await response.json();
    const ms = performance.now() - startedAt;
    const codes = (body.errors ?? []).map((/** @type {any} */ error) => error.extensions.code);
    return { status: response.status, codes, ms };
  }

  /** Memory that the subgraph occupies now, in megabytes, from the kernel. */
  residentMegabytes() {
    const status = readFileSync(`/proc/${this.subgraph.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) / 1024;
  }

  /** @param {string} name of a metric without labels */
  async metric(name) {
    const text = await (await fetch(new URL('/metrics', this.subgraph.url))).text();
    return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? NaN);
  }

  async stop() {
    await this.subgraph.stop();
    await this.emulator.stop();
  }
}

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param {readonly number[]} values
 * @param {number} share
 */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** @param {number} value */
export const round = (value) => Math.round(value * 100) / 100;
