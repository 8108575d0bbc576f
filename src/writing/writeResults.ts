import type { Fault } from '../model/Fault.js';
import type { JournalEntry } from '../store/JournalStore.js';
import type { RefusalCode, WriteResult } from './Writer.js';

/** The CRM has it. */
export function applied({
  id,
  caseNumber,
}: {
  readonly id: string | null;
  readonly caseNumber: string | null;
}): WriteResult {
  return { outcome: 'APPLIED', id, caseNumber };
}

/** The CRM has had it since the key was used before. */
export function replayed({ id, caseNumber, settledByHand }: JournalEntry): WriteResult {
  return { outcome: 'REPLAYED', id, caseNumber, ...(settledByHand && { settledByHand }) };
}

/** Nothing was written. */
export function rejected(
  code: RefusalCode,
  upstreamCode: string | null = null,
  fault: Fault | null = null,
): WriteResult {
  return { outcome: 'REJECTED', code, upstreamCode, fault };
}

/** Nobody can tell; `ref` names the write in logs. */
export function unknown(ref: string, fault: Fault | null = null): WriteResult {
  return { outcome: 'UNKNOWN', code: 'OUTCOME_UNKNOWN', upstreamCode: null, fault, ref };
}

/** Who joins a write that another began did not make it. */
export function asReplay(result: WriteResult): WriteResult {
  return result.outcome === 'APPLIED' ? { ...result, outcome: 'REPLAYED' } : result;
}
