/** What looking for a write showed. */
export type Finding =
  /** It is there. */
  | { readonly kind: 'found'; readonly id: string; readonly caseNumber: string | null }
  /** It is not there now. Whether it may still come is for the caller to judge, by the time that has passed. */
  | { readonly kind: 'absent' }
  /** Several could be it, or not everything could be seen. */
  | { readonly kind: 'unsure' };

export const absent: Finding = { kind: 'absent' };
export const unsure: Finding = { kind: 'unsure' };

/** Between when the write can have reached the CRM's database, in milliseconds since the epoch. */
export interface SendingTime {
  /** When it was handed over for sending. */
  readonly sentAt: number;
  /** After this it would no longer come. */
  readonly until: number;
}

/**
 * How far the CRM's clock may be behind ours. Its times have whole seconds, and both clocks are expected to follow a
 * time server.
 */
const clockToleranceMs = 5000;

/** Whether something that happened at this instant of the CRM's clock may have been caused by the write. */
export function isAfterSending(at: Date | null, { sentAt }: SendingTime): boolean {
  return at !== null && at.getTime() >= sentAt - clockToleranceMs;
}

/** The CRM's times between which a record that the write created must have come into being, generously. */
export function creationRange({ sentAt, until }: SendingTime): { readonly from: Date; readonly to: Date } {
  const spareMs = 2 * 60_000;
  return { from: new Date(sentAt - spareMs), to: new Date(until + spareMs) };
}
