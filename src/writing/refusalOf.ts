import type { Fault } from '../model/Fault.js';
import type { WriteVerdict } from '../wolkvox/WolkvoxClient.js';
import type { RefusalCode } from './Writer.js';

/** What a caller is told when a write was not made because of a fault. */
export function refusalOf({ code }: Fault): RefusalCode {
  switch (code) {
    case 'QUOTA_EXHAUSTED':
    case 'UPSTREAM_RATE_LIMITED':
    case 'UPSTREAM_AUTH_FAILED':
    case 'UPSTREAM_UNAVAILABLE':
      return code;
    case 'OVERLOADED':
      return 'UPSTREAM_RATE_LIMITED';
    case 'UPSTREAM_TIMEOUT':
    case 'UPSTREAM_BAD_RESPONSE':
    case 'SERVICE_UNAVAILABLE':
      return 'UPSTREAM_UNAVAILABLE';
    case 'BAD_USER_INPUT':
      return 'UPSTREAM_REJECTED';
  }
}

/**
 * The same for a refusal that the CRM itself spelt out: without a known cause it is about what was sent. Where a known
 * record was to be changed, its 404 says that there is none; on a creation it may be about any record referred to.
 */
export function refusalOfAnswer(
  { fault, upstreamCode }: Pick<WriteVerdict & { kind: 'refused' }, 'fault' | 'upstreamCode'>,
  knownId: string | null,
): RefusalCode {
  if (fault !== null) return refusalOf(fault);
  return upstreamCode === '404' && knownId !== null ? 'NOT_FOUND' : 'UPSTREAM_REJECTED';
}
