import { absent, couldBeOfThatTime, unsure, type Finding, type SendingTime } from './Finding.js';
import type { AllRows } from './readAllRows.js';

/** What a record shows of the marker that a creation leaves on it. */
export interface MarkedRow {
  readonly id: string;
  readonly caseNumber: string | null;
  readonly createdAt: Date | null;
  /** Ours: this write's; none: no marker at all, though it could be this write's text; other: surely another's. */
  readonly marker: 'ours' | 'other' | 'none';
}

/**
 * Finds the one record that carries the write's marker. Absence is concluded only when everything was seen and no
 * record of that time could be ours with its marker lost, for example by the CRM cutting a long text.
 */
export function findMarked(all: AllRows<MarkedRow>, time: SendingTime): Finding {
  const finding = onlyOurs(all);
  if (finding.kind !== 'absent') return finding;
  const isSuspicious = all.rows.some(
    ({ marker, createdAt }) => marker === 'none' && couldBeOfThatTime(createdAt, time),
  );
  return all.isComplete && !isSuspicious ? absent : unsure;
}

/** Finds the one record that carries the write's marker, where nothing else can be it. */
export function onlyOurs({ rows }: Pick<AllRows<MarkedRow>, 'rows'>): Finding {
  const ours = new Map(rows.filter(({ marker }) => marker === 'ours').map((row) => [row.id, row]));
  const [row] = ours.values();
  if (row === undefined) return absent;
  return ours.size === 1 ? { kind: 'found', id: row.id, caseNumber: row.caseNumber } : unsure;
}
