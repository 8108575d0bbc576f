import type { FastifyReply, FastifyRequest } from 'fastify';
import { badRequest } from '../errors/badRequest.js';
import { Refusal } from '../errors/Refusal.js';
import type { BodyAccount, BodyBudget } from './BodyBudget.js';

export interface BodyIntakeOptions {
  /** The largest body in bytes. */
  readonly maxBytes: number;
  readonly budget: BodyBudget;
  /** Raised when the process ends: bodies that are still arriving are refused then. */
  readonly draining: AbortSignal;
}

/** Receives the bodies of requests within a limit for each and a budget for all of them. */
export class BodyIntake {
  readonly #arriving = new Set<(refusal: Refusal) => void>();
  readonly #accounts = new WeakMap<FastifyRequest, BodyAccount>();
  readonly #options: BodyIntakeOptions;

  constructor(options: BodyIntakeOptions) {
    this.#options = options;
    options.draining.addEventListener('abort', () => {
      for (const refuse of [...this.#arriving]) refuse(draining());
    });
  }

  /** Opens the account of a request's body, until its answer is out or its connection gone. */
  admit(request: FastifyRequest, reply: FastifyReply): void {
    const account = this.#options.budget.open();
    this.#accounts.set(request, account);
    reply.raw.once('close', account.close);
  }

  /**
   * Resolves with the whole body of an admitted request. Rejects with a `Refusal`: 413 for a body that is too large, 503
   * when there is no room for it or the process ends; or with the stream's error when the sender hangs up.
   */
  read(request: FastifyRequest): Promise<Buffer> {
    const { maxBytes, draining: drainingSignal } = this.#options;
    const account = this.#accounts.get(request);
    if (drainingSignal.aborted) return Promise.reject(draining());
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(badRequest('SIZE'));
    return new Promise((resolve, reject) => {
      const stream = request.raw;
      const chunks: Buffer[] = [];
      let bytes = 0;
      const settle = (): void => {
        stream.off('data', onData).off('end', onEnd).off('error', fail);
        this.#arriving.delete(fail);
      };
      const fail = (error: Error): void => {
        settle();
        // What is refused is held no longer: the rest of it may take a while to arrive.
        chunks.length = 0;
        account?.close();
        reject(error);
      };
      const onData = (chunk: Buffer): void => {
        bytes += chunk.length;
        if (bytes > maxBytes) fail(badRequest('SIZE'));
        else if (account?.add(chunk.length) === false) fail(new Refusal('OVERLOADED', 503));
        else chunks.push(chunk);
      };
      const onEnd = (): void => {
        settle();
        resolve(Buffer.concat(chunks, bytes));
      };
      this.#arriving.add(fail);
      stream.on('data', onData).on('end', onEnd).on('error', fail);
    });
  }
}

function draining(): Refusal {
  return new Refusal('SERVICE_UNAVAILABLE', 503);
}
