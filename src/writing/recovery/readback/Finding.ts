import type { InstantSpan } from '../../../model/search.js';

/** What looking for a write showed. */
export type Finding =
  /** It is there. */
  | { readonly kind: 'found'; readonly id: string; readonly caseNumber: string | null }
  /** It is not there now. Whether it may still come is for the caller to judge, by the time that has passed. */
  | { readonly kind: 'absent' }
  /** Several could be it, or not everything could be seen. */
  | {
      readonly kind: 'unsure';
      /**
       * Whether the record was changed since and shows all that was sent but for own fields: the CRM's form rules may have
       * changed those as they were stored.
       */
      readonly mayBeRules?: boolean;
    }
  /** The CRM did not let itself be read just now. */
  | { readonly kind: 'unreadable' };

export const absent: Finding = { kind: 'absent' };
export const unsure: Finding = { kind: 'unsure' };
export const unreadable: Finding = { kind: 'unreadable' };

/** Between when the write can have reached the CRM's database, in milliseconds since the epoch. */
export interface SendingTime {
  /** When it was handed over for sending. */
  readonly sentAt: number;
  /** After this it would no longer come. */
  readonly until: number;
  /** Whether that moment has passed, so that what is not there now is absent for good. */
  readonly isOver: boolean;
}

/** The CRM's times have whole seconds, and with a time server on both sides its clock is ours but for a few of them. */
const clockToleranceMs = 5000;
const clockErrorMs = 15 * 60_000;
/** How wrong its times can be where somebody has set a clock or a time zone wrong. */
const clockDoubtMs = 24 * 3_600_000;
/** For a search by date, which only has to find what another search has missed. */
const rangeSpareMs = clockErrorMs;

/** Whether something that happened at this instant of the CRM's clock may have been caused by the write. */
export function isAfterSending(at: Date | null, { sentAt }: SendingTime): boolean {
  return at !== null && at.getTime() >= sentAt - clockToleranceMs;
}

/** The same, were the CRM's clock minutes behind. What has no date may have happened at any time. */
export function mayBeAfterSending(at: Date | null, { sentAt }: SendingTime): boolean {
  return at === null || at.getTime() >= sentAt - clockErrorMs;
}

/** The same, were the CRM's clock or the time zone that it is read in wrong. A record without a date can be anything. */
export function couldBeOfThatTime(at: Date | null, { sentAt, until }: SendingTime): boolean {
  if (at === null) return true;
  return at.getTime() >= sentAt - clockDoubtMs && at.getTime() <= until + clockDoubtMs;
}

/** The CRM's times between which a record that the write created must have come into being, generously. */
export function sendingSpan({ sentAt, until }: SendingTime): InstantSpan {
  return { from: new Date(sentAt - rangeSpareMs), to: new Date(until + rangeSpareMs) };
}
