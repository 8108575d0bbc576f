/**
 * What all peers have in common: the vendor asked over pooled connections, and rows as they came. With REMEMBER set,
 * pages and cases are kept for good; the workloads that are not from memory never ask for one twice.
 */
import { Pool } from 'undici';

const { UPSTREAM_URL, UPSTREAM_OPERATION, UPSTREAM_TOKEN, REMEMBER } = process.env;
const path = '/server/API/v2/cases/queryCases.php';
const headers = { 'content-type': 'application/json', 'wolkvox-token': UPSTREAM_TOKEN };
const pool = new Pool(UPSTREAM_URL, { connections: 64 });
const pages = new Map();
const cases = new Map();

const send = {
  /** One connection pool, as one writes it who looks at speed. */
  pooled: async (body) => {
    const { body: answer } = await pool.request({ method: 'POST', path, headers, body: JSON.stringify(body) });
    return answer.json();
  },
  /** As one writes it in an afternoon. */
  fetched: async (body) => {
    const answer = await fetch(UPSTREAM_URL + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return answer.json();
  },
};

/** @param {'pooled' | 'fetched'} way */
export function createVendor(way) {
  const search = async (field, value, limit, page) =>
    (await send[way]({ operation: UPSTREAM_OPERATION, field, value, limit, page })).data;
  return {
    async listCases(status, limit, offset) {
      const key = `${status} ${limit} ${offset}`;
      const known = pages.get(key);
      if (known !== undefined) return known;
      const rows = await search('status', status, limit, offset / limit + 1);
      if (REMEMBER) pages.set(key, rows);
      return rows;
    },
    async findCase(id) {
      const known = cases.get(id);
      if (known !== undefined) return known;
      const [row = null] = await search('wolkvox-id', id, 1, 1);
      if (REMEMBER) cases.set(id, row);
      return row;
    },
  };
}

/** The CRM writes local time of Bogotá, five hours behind. */
export function toInstant(text) {
  return text ? new Date(`${text.replace(' ', 'T')}-05:00`).toISOString() : null;
}

const conditions = { open: 'OPEN', 'on hold': 'ON_HOLD', solved: 'SOLVED', closed: 'CLOSED' };
export const toCondition = (value) => conditions[value] ?? 'UNKNOWN';

/** "Agente 7 - agent_7@demo" without the login. */
export const toName = (text) => text.split(' - ')[0];

/** @param {import('node:http').Server} server */
export function listen(server) {
  server.listen(0, '127.0.0.1', () => announce(`http://127.0.0.1:${server.address().port}/graphql`));
}

/** @param {string} url */
export function announce(url) {
  console.log(JSON.stringify({ msg: 'listening', url }));
}

process.on('SIGTERM', () => process.exit(0));
