import { Refusal } from '../errors/Refusal.js';
import { badRequest } from '../errors/badRequest.js';
import { problemOfStatus } from '../errors/requestProblems.js';

/** What to answer for something thrown while a request was taken in; null when it is a fault of this server. */
export function toFailure(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  const statusCode = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  const problem = typeof statusCode === 'number' ? problemOfStatus(statusCode) : null;
  return problem && badRequest(problem);
}

/** Whether the caller hung up while its request was read: nobody is there to be answered. */
export function isHangUp(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE')
  );
}
