import type { FastifyRequest } from 'fastify';
import { Refusal } from '../errors/Refusal.js';
import type { Scopes } from './Caller.js';

export interface AdmissionOptions {
  /** Whether a `Router-Authorization` header has the secret; null where none is asked for. */
  readonly checkSecret: ((given: string | string[] | undefined) => boolean) | null;
  /** Verifies a caller's bearer token; null where none is asked for. */
  readonly checkToken: ((authorization: string | undefined) => Promise<Scopes>) | null;
}

type Headers = Pick<FastifyRequest, 'headers'>;

/** Who may ask. */
export interface Admission {
  /** Lets a request in and resolves with what its token allows, or null without tokens; rejects with a `Refusal`. */
  readonly admit: (request: Headers) => Promise<Scopes | null>;
  /** Rejects with a `Refusal` where what credentials there are do not hold; those that are missing may still come. */
  readonly checkPresent: (request: Headers) => Promise<void>;
}

/** Makes the check of who may ask: who has what is asked for, the router's secret, a caller's token, or both. */
export function createAdmission({ checkSecret, checkToken }: AdmissionOptions): Admission {
  const refuseSecret = ({ headers }: Headers): void => {
    if (checkSecret?.(headers['router-authorization']) === false) throw new Refusal('UNAUTHENTICATED', 401);
  };
  return {
    admit: async (request) => {
      refuseSecret(request);
      return checkToken ? checkToken(request.headers.authorization) : null;
    },
    checkPresent: async (request) => {
      if (request.headers['router-authorization'] !== undefined) refuseSecret(request);
      if (request.headers.authorization !== undefined) await checkToken?.(request.headers.authorization);
    },
  };
}
