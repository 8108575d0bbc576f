/** A telephone number as stored; each part null when absent. `e164` is derived, null unless certain. */
export interface PhoneNumber {
  readonly country: string | null;
  readonly code: string | null;
  readonly value: string | null;
  readonly e164: string | null;
}
