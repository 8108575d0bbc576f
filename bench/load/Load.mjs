import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';

/**
 * @typedef {object} Shot one request and what has to be known of it
 * @property {'read' | 'write' | 'wrong'} kind
 * @property {object} body
 *
 * @typedef {object} Outcome
 * @property {Shot['kind']} kind
 * @property {number} status 0 when there was no answer
 * @property {boolean} isGood whether it did what was asked
 * @property {boolean} hasRetryAfter
 * @property {number} ms
 */

/** Sends requests to one server over keep-alive connections and keeps what became of them. */
export class Load {
  /** @param {string} url @param {number} connections */
  constructor(url, connections) {
    const { origin, pathname } = new URL(url);
    this.path = pathname;
    this.pool = new Pool(origin, { connections, pipelining: 1 });
  }

  /**
   * @param {Shot} shot
   * @returns {Promise<Outcome>}
   */
  async send({ kind, body }) {
    const startedAt = performance.now();
    try {
      const {
        statusCode,
        headers,
        body: answer,
      } = await this.pool.request({
        method: 'POST',
        path: this.path,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const { data, errors } = /** @type {any} */ (await answer.json());
      const ms = performance.now() - startedAt;
      const isGood = statusCode === 200 && errors === undefined && (kind !== 'write' || isApplied(data));
      return { kind, status: statusCode, isGood, hasRetryAfter: headers['retry-after'] !== undefined, ms };
    } catch {
      return { kind, status: 0, isGood: false, hasRetryAfter: false, ms: performance.now() - startedAt };
    }
  }

  /**
   * As many at a time as `width`, the next when one is answered.
   *
   * @param {number} width
   * @param {() => Shot | null} next null: enough
   */
  async inTurn(width, next) {
    /** @type {Outcome[]} */
    const outcomes = [];
    const worker = async () => {
      for (let shot = next(); shot !== null; shot = next()) outcomes.push(await this.send(shot));
    };
    await Promise.all(Array.from({ length: width }, worker));
    return outcomes;
  }

  /**
   * So many a second for so many seconds, whatever becomes of those before.
   *
   * @param {number} perSecond
   * @param {number} seconds
   * @param {() => Shot} next
   */
  async atRate(perSecond, seconds, next) {
    /** @type {Promise<Outcome>[]} */
    const sent = [];
    const startedAt = performance.now();
    for (let elapsed = 0; elapsed < seconds; elapsed = (performance.now() - startedAt) / 1_000) {
      const due = Math.floor(elapsed * perSecond);
      while (sent.length < due) sent.push(this.send(next()));
      await delay(2);
    }
    return Promise.all(sent);
  }

  close() {
    return this.pool.close();
  }
}

/** @param {any} data */
const isApplied = (data) => data.createContact?.outcome === 'APPLIED';

/**
 * @param {readonly number[]} values
 * @param {number} fraction
 */
export function percentile(values, fraction) {
  const sorted = [...values].sort((left, right) => left - right);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? 0) * 10) / 10;
}
