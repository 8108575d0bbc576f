/** What an answer of an endpoint holds when all is well. */
export type EnvelopeVariant =
  /** Records: `data` is an array, or the answer is the bare array. */
  | 'records'
  /** One object of figures. */
  | 'object'
  /** The ids of the record written. */
  | 'written';

/** One script of the vendor's API. */
export interface Endpoint {
  /** Group and script, as logs and metrics name it. */
  readonly name: string;
  /** Path on the tenant's server. */
  readonly path: string;
  readonly kind: 'read' | 'create' | 'update';
  readonly envelope: EnvelopeVariant;
  /**
   * What its failures tell of: the host and the token, so that other calls are held back too, or this script alone. The
   * question for the quota is not part of anybody's operation, and whether it is answered says nothing about those that are.
   */
  readonly failuresTellOf: 'host' | 'script';
}

function endpoint(name: string, kind: Endpoint['kind'], envelope: EnvelopeVariant): Endpoint {
  return { name, path: `/server/API/v2/${name}.php`, kind, envelope, failuresTellOf: 'host' };
}

/**
 * Every script of the vendor's API that is called, and what it answers with. All are called with POST: the vendor's
 * collection does so throughout, reads included.
 */
export const endpoints = {
  queryCases: endpoint('cases/queryCases', 'read', 'records'),
  query: endpoint('custom/query', 'read', 'records'),
  queryDates: endpoint('custom/queryDates', 'read', 'records'),
  queryGestion: endpoint('collections/queryGestion', 'read', 'records'),
  tokenInformation: { ...endpoint('token/tokenInformation', 'read', 'object'), failuresTellOf: 'script' },
  insertCase: endpoint('cases/insertAttach', 'create', 'written'),
  insert: endpoint('custom/insert', 'create', 'written'),
  update: endpoint('custom/update', 'update', 'written'),
} as const satisfies Record<string, Endpoint>;
