import type { Json } from './Json.js';

/** A telephone number as stored; each part null when absent. `e164` is derived, null unless certain. */
export interface PhoneNumber {
  readonly country: string | null;
  readonly code: string | null;
  readonly value: string | null;
  readonly e164: string | null;
}

/** A tenant's own field: label and value exactly as stored. */
export interface CustomField {
  readonly label: string;
  readonly text: string | null;
  readonly value: Json;
}
