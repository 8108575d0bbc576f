/**
 * The subgraph that one would write in an afternoon: a resolver for every edge, a DataLoader for every key, lists by
 * pages of `first` rows, and everything fetched where a filter has more than one condition. It speaks to the vendor
 * through the same client, so that calls are the only difference. Reads only; what it costs is what counts.
 */
import { setMaxListeners } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import DataLoader from 'dataloader';
import { graphql, parse } from 'graphql';

const folder = new URL('../schema/', import.meta.url);
const merged = parse(
  readdirSync(folder)
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n'),
);

/** @param {Record<string, any>} value */
const keyed = ({ field, value }) => `${field} ${value}`;

/** A signal that any number of calls may listen to. @param {AbortSignal} signal */
function unlimited(signal) {
  setMaxListeners(0, signal);
  return signal;
}

/** @param {any} client */
function loaders(client) {
  const call = {
    deadlineAt: Date.now() + 60_000,
    signal: unlimited(new AbortController().signal),
    onCall: () => undefined,
  };
  /** @param {string} method */
  const one = (method) =>
    new DataLoader(
      (/** @type {readonly any[]} */ keys) =>
        Promise.all(keys.map(async (key) => (await client[method](key, { page: 1, limit: 1 }, call)).rows[0] ?? null)),
      { cacheKeyFn: keyed },
    );
  return {
    call,
    cases: one('searchCases'),
    contacts: one('searchContacts'),
    companies: one('searchCompanies'),
    activities: one('searchActivities'),
    gestiones: one('searchGestiones'),
  };
}

/**
 * One page of `first` rows, or two where the window begins within a page.
 *
 * @param {(page: { page: number, limit: number }) => Promise<any>} read
 * @param {{ first?: number, after?: string | null, offset?: number | null }} window
 */
async function listPages(read, { first = 20, after, offset }) {
  const start = after ? Number(after) : (offset ?? 0);
  const page = Math.floor(start / first) + 1;
  const found = await read({ page, limit: first });
  const rows = [...found.rows];
  if (start % first !== 0) rows.push(...(await read({ page: page + 1, limit: first })).rows);
  const nodes = rows.slice(start % first, (start % first) + first);
  return connection(nodes, start, found.totalRecords ?? nodes.length);
}

/** @param {readonly any[]} nodes @param {number} start @param {number} total */
function connection(nodes, start, total) {
  const edges = nodes.map((node, index) => ({ node, cursor: String(start + index + 1) }));
  const pageInfo = {
    hasNextPage: start + nodes.length < total,
    hasPreviousPage: start > 0,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
  const result = { upstreamCalls: 0, isComplete: true, freshness: 'LIVE', fetchedAt: new Date(), warnings: [] };
  return { nodes, edges, pageInfo, totalCount: total, result: { ...result, totalCountIsExact: true } };
}

/** @param {(page: { page: number, limit: number }) => Promise<any>} read */
async function everyPage(read) {
  const rows = [];
  for (let page = 1; ; page += 1) {
    const found = await read({ page, limit: 250 });
    rows.push(...found.rows);
    if (found.rows.length < 250) return rows;
  }
}

/** @param {any} client @param {(rows: readonly any[], filter: any) => readonly any[]} keep */
function resolvers(client, keep) {
  /** @param {any} filter @param {any} window @param {any} context */
  const listCases = async (filter, window, { call }) => {
    const [searchable, ...others] = Object.entries(filter).filter(([name]) => !ranges.has(name));
    const [field, condition] = searchable ?? [];
    if (field === undefined && filter.createdAt === undefined) throw new Error('nothing to search by');
    if (condition?.eq !== undefined && others.length === 0 && Object.keys(filter).length === 1) {
      return listPages((page) => client.searchCases({ field, value: condition.eq }, page, call), window);
    }
    const rows = [];
    if (field === undefined) {
      const { gte, lt } = filter.createdAt;
      const range = { from: new Date(gte), to: new Date(Date.parse(lt) + 60_000) };
      rows.push(...(await everyPage((page) => client.listCasesCreatedBetween(range, page, call))));
    } else {
      for (const value of condition.in ?? [condition.eq ?? String(condition)]) {
        rows.push(...(await everyPage((page) => client.searchCases({ field, value }, page, call))));
      }
    }
    const kept = keep(rows, filter);
    const start = window.after ? Number(window.after) : (window.offset ?? 0);
    return connection(kept.slice(start, start + (window.first ?? 20)), start, kept.length);
  };
  const byId = (/** @type {string} */ kind) => ({
    __resolveReference: async (/** @type {any} */ key, /** @type {any} */ context) =>
      openTo(await context[kind].load(keyOf(key))),
  });
  const activities = (/** @type {any} */ { id }, /** @type {any} */ window, /** @type {any} */ { call }) =>
    listPages((page) => client.searchActivities({ field: 'subjectId', value: id }, page, call), window);
  const listGestiones = (/** @type {string} */ customer, /** @type {any} */ window, /** @type {any} */ { call }) =>
    listPages((page) => client.searchGestiones({ field: 'customerId', value: customer }, page, call), window);
  /** @param {'owner' | 'responsible'} part @returns {(row: any, args: unknown, context: any) => Promise<any>} */
  const ownerOf = (part) => async (row, _, context) => {
    const id = row[part]?.id;
    return id ? ((await context.cases.load({ field: `${part}Id`, value: id }))?.[part] ?? null) : null;
  };
  /** @type {Record<string, Record<string, (parent: any, args: any, context: any) => any>>} */
  const map = {
    Query: {
      case: (_, args, context) => context.cases.load(keyOf(args)),
      contact: (_, args, context) => context.contacts.load(keyOf(args)),
      owner: async (_, args, context) => findOwner(keyOf(args), context),
      activity: (_, args, context) => context.activities.load(keyOf(args)),
      cases: (_, { filter, ...window }, context) => listCases(filter, window, context),
      collectionGestiones: (_, { filter, ...window }, context) => listGestiones(filter.customerId.eq, window, context),
    },
    Case: {
      ...byId('cases'),
      contact: ({ contact }, _, context) => contact && context.contacts.load({ field: 'id', value: contact.id }),
      company: ({ company }, _, context) => company && context.companies.load({ field: 'id', value: company.id }),
      owner: ownerOf('owner'),
      responsible: ownerOf('responsible'),
      activities,
    },
    Contact: {
      ...byId('contacts'),
      cases: ({ id }, { filter, ...window }, context) =>
        listCases({ contactId: { eq: id }, ...filter }, window, context),
      activities,
      collectionGestiones: ({ identification }, window, context) => listGestiones(identification, window, context),
    },
    Owner: {
      __resolveReference: async (key, context) => openTo(await findOwner(keyOf(key), context)),
      cases: ({ id }, { filter, role, ...window }, context) =>
        listCases({ [role === 'RESPONSIBLE' ? 'responsibleId' : 'ownerId']: { eq: id }, ...filter }, window, context),
    },
    Company: byId('companies'),
    Activity: {
      ...byId('activities'),
      subject: ({ subject }, _, context) => subject && context.cases.load({ field: 'id', value: subject.id }),
    },
    ActivitySubject: { __resolveType: () => 'Case' },
    CollectionGestion: {
      ...byId('gestiones'),
      contact: ({ customerId }, _, context) => context.contacts.load({ field: 'identification', value: customerId }),
    },
    MutationPayload: { __resolveType: () => 'CreateCasePayload' },
  };
  return map;
}

const ranges = new Set(['createdAt', 'updatedAt', 'closedAt', 'condition']);

/** The engine writes the name of its type on an entity, and records are frozen. @param {object | null} record */
const openTo = (record) => record && Object.create(record);

/** The one key that arguments or a representation hold. @param {any} given */
function keyOf(given) {
  const [field, value] = Object.entries(given).find(([name]) => name !== '__typename') ?? [];
  return { field, value };
}

/** @param {any} key @param {any} context */
async function findOwner({ field, value }, { cases }) {
  const name = field === 'id' ? 'Id' : 'User';
  const owned = await cases.load({ field: `owner${name}`, value });
  return owned?.owner ?? (await cases.load({ field: `responsible${name}`, value }))?.responsible ?? null;
}

/**
 * Makes a function that runs one operation on a fresh set of loaders.
 *
 * @param {any} client
 * @param {(rows: readonly any[], filter: any) => readonly any[]} keep what a filter leaves of rows
 */
export function createNaiveSubgraph(client, keep) {
  const schema = buildSubgraphSchema([{ typeDefs: merged, resolvers: resolvers(client, keep) }]);
  return (/** @type {string} */ source, /** @type {Record<string, unknown>} */ variableValues) =>
    graphql({ schema, source, variableValues, contextValue: loaders(client) });
}
