/** How long what was read is good for, in milliseconds since it was read. */
export interface Lifetime {
  /** Fresh for; 0 means that nothing is remembered. */
  readonly ttlMs: number;
  /** Kept for, to stand in when the CRM cannot answer. */
  readonly staleMs: number;
}

/** `fresh` answers anybody, `stale` stands in, `gone` does neither. */
export type Age = 'fresh' | 'stale' | 'gone';

/** The age of what was read at an instant. A clock that was set back makes everything from its future gone. */
export function ageOf(readAt: number, now: number, { ttlMs, staleMs }: Lifetime): Age {
  const ageMs = now - readAt;
  if (ageMs < 0 || ttlMs === 0) return 'gone';
  if (ageMs < ttlMs) return 'fresh';
  return ageMs < staleMs ? 'stale' : 'gone';
}
