import type { Json } from '../../../model/Json.js';
import type { Expected } from '../../journal/RecoveryEvidence.js';
import { canonicalText } from '../../journal/canonicalText.js';
import type { JournalCipher } from '../../journal/JournalCipher.js';
import { type ComparableFields, isOwnField } from './comparableFields.js';
import { absent, isAfterSending, mayBeAfterSending, unsure, type Finding, type SendingTime } from './Finding.js';

interface Changed {
  readonly id: string;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
}

/** What is expected of a record once it was changed. */
export function expectFields(fields: ComparableFields, cipher: JournalCipher): Expected {
  return Object.fromEntries([...fields].map(([name, value]) => [name, cipher.valueHash(comparableText(value))]));
}

/**
 * Judges by the record as it is now whether a change was made. A record that shows all that was sent was changed; one
 * that nobody touched since was not. One that shows something else and was touched since may have been changed by us
 * and then by somebody else, or by the CRM's own form rules: nobody can tell, and sending again could undo their work.
 */
export function findChange(
  record: Changed,
  fields: ComparableFields,
  expected: Expected | null,
  time: SendingTime,
  cipher: JournalCipher,
): Finding {
  const missed = expected === null ? [] : namesNotShown(fields, expected, cipher);
  if (expected !== null && missed.length === 0) return { kind: 'found', id: record.id, caseNumber: null };
  // What cannot be compared may not be repeatable either, such as an attachment: then only a real date will do, and
  // one that a clock that goes wrong by minutes does not turn around.
  if (expected === null) return mayBeAfterSending(record.updatedAt, time) ? unsure : absent;
  const touchedAt = record.updatedAt ?? record.createdAt;
  if (touchedAt === null) return unsure;
  return isAfterSending(touchedAt, time) ? { kind: 'unsure', mayBeRules: missed.every(isOwnField) } : absent;
}

/** The fields that show something else than was sent, or are not shown. */
function namesNotShown(fields: ComparableFields, expected: Expected, cipher: JournalCipher): readonly string[] {
  const isShown = ([name, hash]: readonly [string, string]): boolean => {
    const value = fields.get(name);
    return value !== undefined && cipher.valueHash(comparableText(value)) === hash;
  };
  return Object.entries(expected).flatMap((entry) => (isShown(entry) ? [] : [entry[0]]));
}

/**
 * One text for all values that a CRM may make of each other when it stores them: it trims, wraps text in HTML, and keeps
 * numbers and flags as text.
 */
function comparableText(value: Json): string {
  if (typeof value === 'number' || typeof value === 'boolean') return comparableText(String(value));
  if (typeof value !== 'string') return canonicalText(value);
  return canonicalText(
    value
      .replace(/<[^<>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}
