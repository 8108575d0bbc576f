import type { Wanted } from './expectation.js';
import type { ConditionPick } from './operations.js';
import type { Truth } from './Tenant.js';

/** A filter as a client sends it, and what it means. */
export interface MadeFilter {
  readonly input: Readonly<Record<string, unknown>>;
  readonly wanted: readonly Wanted[];
}

const ranges = new Set(['createdAt', 'updatedAt', 'closedAt', 'occurredAt']);
const flags = new Set(['isReopened', 'isExpired']);
const minuteMs = 60_000;

/** Makes a filter of picks, with the values that the records of the tenant have. */
export function makeFilter(picks: readonly ConditionPick[], records: readonly Truth[]): MadeFilter {
  const made = picks.map((pick) => makeCondition(pick, records));
  return {
    input: Object.fromEntries(made.map(({ field, input }) => [field, input])),
    wanted: made.map(({ wanted }) => wanted),
  };
}

function makeCondition(
  pick: ConditionPick,
  records: readonly Truth[],
): { readonly field: string; readonly input: unknown; readonly wanted: Wanted } {
  const { field } = pick;
  if (ranges.has(field)) return makeRange(pick, records);
  const values = pick.nth.map((nth) => spell(valueOf(field, nth, records), pick));
  const [one = 'nobody'] = values;
  if (flags.has(field)) return { field, input: one === 'true', wanted: { field, values: [String(one === 'true')] } };
  if (field === 'condition') {
    const condition = ['OPEN', 'CLOSED', 'ON_HOLD', 'SOLVED', 'UNKNOWN'].includes(one) ? one : 'OPEN';
    return { field, input: condition, wanted: { field, values: [condition] } };
  }
  if (values.length === 1) return { field, input: { eq: one }, wanted: { field, values } };
  return { field, input: { in: values }, wanted: { field, values } };
}

function makeRange({ field, nth, beforeMinutes, afterMinutes }: ConditionPick, records: readonly Truth[]) {
  const record = records[(nth[0] ?? 0) % Math.max(1, records.length)];
  const middleMs = record?.times[field] ?? record?.times['createdAt'] ?? Date.parse('2025-03-01T00:00:00Z');
  const isOpen = beforeMinutes === null && afterMinutes === null;
  const gteMs = beforeMinutes === null && !isOpen ? null : middleMs - (beforeMinutes ?? 600) * minuteMs;
  const ltMs = afterMinutes === null ? null : middleMs + afterMinutes * minuteMs + 1000;
  const input = {
    ...(gteMs === null ? {} : { gte: new Date(gteMs).toISOString() }),
    ...(ltMs === null ? {} : { lt: new Date(ltMs).toISOString() }),
  };
  return { field, input, wanted: { field, gteMs, ltMs } };
}

function valueOf(field: string, nth: number, records: readonly Truth[]): string {
  const record = records[nth % Math.max(1, records.length)];
  const texts = record?.stored[field] ?? [];
  return texts[nth % Math.max(1, texts.length)] ?? 'nobody';
}

function spell(value: string, { spelling, field }: ConditionPick): string {
  switch (spelling) {
    case 'asStored':
      return value;
    case 'capitals':
      return field === 'condition' || flags.has(field) ? value : value.toUpperCase();
    case 'spaced':
      return field === 'condition' || flags.has(field) ? value : ` ${value} `;
    case 'strange':
      return field === 'condition' || flags.has(field) ? value : `${value} ñ`;
  }
}
