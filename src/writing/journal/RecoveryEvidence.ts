import { z } from 'zod';

/**
 * What the journal needs to look for a write whose outcome is unknown. Creations are looked for by a marker they carry
 * (`begins` is how their text begins, for when the marker gets lost) or by what they are; changes by what the record shows
 * now: `expected` has a keyed hash for each field that was sent, or is null when what was sent cannot be compared.
 */
export type RecoveryEvidence =
  | { readonly kind: 'createdCase'; readonly contactEmail: string; readonly marker: string; readonly begins: string }
  | { readonly kind: 'createdContact'; readonly email: string; readonly name: string }
  | { readonly kind: 'createdActivity'; readonly subjectId: string; readonly marker: string; readonly begins: string }
  | { readonly kind: 'changedCase' | 'changedContact'; readonly id: string; readonly expected: Expected | null };

/** Field names with the hash of the value that each was changed to. */
export type Expected = Readonly<Record<string, string>>;

/** A text that nothing is known of is like every other. */
const begins = z.string().default('');
const expected = z.record(z.string(), z.string()).nullable();
const shape: z.ZodType<RecoveryEvidence> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('createdCase'), contactEmail: z.string(), marker: z.string(), begins }),
  z.object({ kind: z.literal('createdContact'), email: z.string(), name: z.string() }),
  z.object({ kind: z.literal('createdActivity'), subjectId: z.string(), marker: z.string(), begins }),
  z.object({ kind: z.enum(['changedCase', 'changedContact']), id: z.string(), expected }),
]);

/** Evidence from its text, or null when the text is none. */
export function parseEvidence(text: string): RecoveryEvidence | null {
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Whether it is about a record that the write would have made. */
export function isCreation({ kind }: RecoveryEvidence): boolean {
  switch (kind) {
    case 'createdCase':
    case 'createdContact':
    case 'createdActivity':
      return true;
    case 'changedCase':
    case 'changedContact':
      return false;
  }
}
