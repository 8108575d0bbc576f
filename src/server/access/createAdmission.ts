import type { FastifyRequest } from 'fastify';
import { Refusal } from '../errors/Refusal.js';
import type { Scopes } from './Caller.js';

export interface AdmissionOptions {
  /** Whether a `Router-Authorization` header has the secret; null where none is asked for. */
  readonly checkSecret: ((given: string | string[] | undefined) => boolean) | null;
  /** Verifies a caller's bearer token; null where none is asked for. */
  readonly checkToken: ((authorization: string | undefined) => Promise<Scopes>) | null;
}

/** Lets a request in and resolves with what its token allows, or null without tokens; rejects with a `Refusal`. */
export type Admission = (request: Pick<FastifyRequest, 'headers'>) => Promise<Scopes | null>;

/** Makes the check of who may ask: who has what is asked for, the router's secret, a caller's token, or both. */
export function createAdmission({ checkSecret, checkToken }: AdmissionOptions): Admission {
  return async ({ headers }) => {
    if (checkSecret?.(headers['router-authorization']) === false) throw new Refusal('UNAUTHENTICATED', 401);
    return checkToken ? checkToken(headers.authorization) : null;
  };
}
