import { Refusal } from '../errors/Refusal.js';
import type { Failure } from './sendFailure.js';

/** What to answer for something thrown while a request was taken in; null when it is a fault of this server. */
export function toFailure(error: unknown): Failure | null {
  if (error instanceof Refusal) return error;
  const statusCode = statusIn(error);
  switch (statusCode) {
    case 400:
    case 404:
    case 405:
    case 408:
    case 413:
    case 414:
    case 415:
    case 431:
      return { code: 'BAD_REQUEST', statusCode };
    case null:
    default:
      return null;
  }
}

/** Whether the caller hung up while its request was read: nobody is there to be answered. */
export function isHangUp(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE')
  );
}

function statusIn(error: unknown): number | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null;
  return typeof error.statusCode === 'number' ? error.statusCode : null;
}
