import { parseByteSize } from './byteSize.js';

/** Bytes of a request: `ordinary` without the contents of attachments, `withAttachments` in all. */
export interface BodyLimits {
  readonly ordinary: number;
  readonly withAttachments: number;
}

/** Reads `1mb` or `1mb,16mb`, the second being the limit with attachments; null when it is neither. */
export function parseBodyLimits(value: string): BodyLimits | null {
  const [ordinary, withAttachments, ...rest] = value.split(',').map(parseByteSize);
  if (ordinary === undefined || ordinary === null || withAttachments === null || rest.length > 0) return null;
  if (withAttachments === undefined) return { ordinary, withAttachments: Math.max(ordinary, 16 * 1024 ** 2) };
  return withAttachments >= ordinary ? { ordinary, withAttachments } : null;
}
