/** Why nobody can tell what became of a write although the time for looking is over. */
export type Doubt =
  /** Several records could be it, it could be another key's, or not everything could be seen. */
  | 'ambiguous'
  /** The CRM lets nothing be read that would show it, such as a record of another module. */
  | 'notReadable'
  /** What is needed to look for it was sealed with another token; asked again, its key brings it along. */
  | 'sealedWithAnotherToken';

/**
 * Told what becomes of writes whose outcome was not confirmed, for logs. Never told values, ids, keys or texts: `ref` is
 * the mark that a creation carries, by which people can find it in the CRM, and tells nothing of the key.
 */
export interface WriteObserver {
  /** What was UNKNOWN is known: the CRM has it, or does not and will not. */
  settled(event: { readonly ref: string; readonly as: 'applied' | 'absent' }): void;
  /** Somebody has to look in the CRM. Told once for each write and process. */
  staysUnknown(event: { readonly ref: string; readonly because: Doubt }): void;
  /** The tenant does not keep the mark in the field that is set for it. Told once at most. */
  markNotKept(): void;
}

/** Watches nothing. */
export const silentWriteObserver: WriteObserver = {
  settled: () => undefined,
  staysUnknown: () => undefined,
  markNotKept: () => undefined,
};
