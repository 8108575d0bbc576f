import type { Json } from './Json.js';

/** A tenant's own field: label and value exactly as stored. */
export interface CustomField {
  readonly label: string;
  readonly text: string | null;
  readonly value: Json;
}
