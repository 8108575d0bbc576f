import type { WriteSummary } from '../../writing/operator/JournalOperator.js';
import type { Messages } from './messages.js';

/** Writes as a table for a terminal, a line each. */
export function formatWrites(writes: readonly WriteSummary[], messages: Messages): string {
  const rows = [messages.columns, ...writes.map((write) => cells(write, messages))];
  const widths = messages.columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One write, a line for each thing that is known of it. */
export function formatWrite(write: WriteSummary, { what, byHand }: Messages): string {
  const lines: readonly (readonly [string, string | null])[] = [
    ['ref', write.ref],
    ['state', write.settledByHand ? `${write.state} (${byHand})` : write.state],
    ['what', what[write.kind ?? 'unknown']],
    ['changes', write.changedId],
    ['reservedAt', instantText(write.reservedAt)],
    ['sentAt', instantText(write.sentAt)],
    ['since', instantText(write.settledAt)],
    ['id', write.id],
    ['caseNumber', write.caseNumber],
  ];
  return lines.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(11)} ${value}`])).join('\n');
}

/** A write as JSON, with instants as RFC 3339. */
export function writeAsJson(write: WriteSummary): Readonly<Record<string, unknown>> {
  const { reservedAt, sentAt, settledAt, ...rest } = write;
  return {
    ...rest,
    reservedAt: instantText(reservedAt),
    sentAt: instantText(sentAt),
    settledAt: instantText(settledAt),
  };
}

function cells(write: WriteSummary, { what, byHand }: Messages): readonly string[] {
  const { ref, state, kind, settledAt, sentAt, reservedAt, id, changedId, settledByHand } = write;
  const record = id ?? changedId ?? '-';
  return [
    ref,
    state,
    what[kind ?? 'unknown'],
    instantText(settledAt ?? sentAt ?? reservedAt) ?? '',
    settledByHand ? `${record} (${byHand})` : record,
  ];
}

function instantText(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
