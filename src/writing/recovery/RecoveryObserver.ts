/** Why nobody can tell what became of a write although the time for looking is over. */
export type Doubt =
  /** Several records could be it, it could be another key's, or not everything could be seen. */
  | 'ambiguous'
  /** The CRM lets nothing be read that would show it, such as a record of another module. */
  | 'notReadable'
  /** What is needed to look for it was sealed with another token; asked again, its key brings it along. */
  | 'sealedWithAnotherToken';

/**
 * Told what recovery finds out. `ref` is the marker that a creation carries, by which people can find it in the CRM; it
 * tells nothing of the key.
 */
export interface RecoveryObserver {
  /** What was UNKNOWN is known: the CRM has it, or does not and will not. */
  settled(event: { readonly ref: string; readonly as: 'applied' | 'absent' }): void;
  /** Somebody has to look in the CRM. Told once for each write and process. */
  staysUnknown(event: { readonly ref: string; readonly because: Doubt }): void;
}
