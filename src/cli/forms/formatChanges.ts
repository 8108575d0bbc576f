import type { FieldChange } from '../../forms/inference/mergeManifest.js';
import type { FormsMessages } from './messages.js';

/** What was found of each field, for a terminal: a table for every form, without a value of any record. */
export function formatChanges(changes: readonly FieldChange[], messages: FormsMessages): string {
  const groups = new Map<string, FieldChange[]>();
  for (const change of changes) {
    const title = change.module === 'contacts' ? messages.contacts : (change.type ?? messages.ofAllCases);
    groups.set(title, [...(groups.get(title) ?? []), change]);
  }
  return [...groups]
    .map(([title, group]) => `${title}\n${table([messages.columns, ...group.map((each) => cells(each, messages))])}`)
    .join('\n\n');
}

function cells(change: FieldChange, { changes, formatOpen }: FormsMessages): readonly string[] {
  const { field, fieldType, filled, records, fits, kind, label } = change;
  const said = [changes[kind], change.isFormatOpen ? formatOpen : ''].filter((text) => text !== '').join(', ');
  const share = filled === 0 ? '' : `${(Math.floor(fits * 1000) / 10).toFixed(1)} %`;
  return [field ?? '–', fieldType ?? '–', `${String(filled)}/${String(records)}`, share, shown(label), said];
}

/** A label in quotes, so that a space at its end is seen, and of a length that leaves a line whole. */
function shown(label: string): string {
  const plain = label.replace(/[\p{Cc}\p{Cf}]/gu, '�');
  return `«${plain.length > 40 ? `${plain.slice(0, 39)}…` : plain}»`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}
