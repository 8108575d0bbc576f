import { Fault } from '../model/Fault.js';
import { saysWritten, type Envelope } from './decoding/readEnvelope.js';
import { isWireObject } from './decoding/wire.js';
import type { WriteAnswer } from './pipeline/CallRunner.js';
import type { WriteVerdict } from './WolkvoxClient.js';

/** What is known beforehand of the record that a write is about. */
export interface WrittenRecord {
  /** The record that was to be changed; null on creation. */
  readonly expectedId: string | null;
  /** The record that a new one hangs on, whose id the CRM may return in place of the new one's; null where there is none. */
  readonly parentId: string | null;
}

/** What one write's answer proves. Only the CRM's own words prove anything; whatever else was answered leaves it unknown. */
export function toVerdict(answer: WriteAnswer, { expectedId, parentId }: WrittenRecord): WriteVerdict {
  if (answer.kind === 'notSent') return answer;
  const { outcome } = answer;
  switch (outcome.kind) {
    case 'failed': {
      const { isRefusal, upstreamCode } = outcome.failure;
      const fault = answer.fault ?? new Fault('UPSTREAM_BAD_RESPONSE');
      if (!isRefusal) return { kind: 'unknown', fault };
      // A plain refusal is about what was written and no fault of anybody else's, unless reads are refused alike.
      return {
        kind: 'refused',
        fault: outcome.failure.class === 'refused' && answer.isAboutInput ? null : fault,
        upstreamCode,
      };
    }
    case 'empty':
      return { kind: 'unknown', fault: new Fault('UPSTREAM_BAD_RESPONSE') };
    case 'answered': {
      const id = readId(outcome.envelope, 'wolkvox_id');
      const isOther = expectedId !== null && id !== null && id !== expectedId;
      if (isOther || !confirms(outcome.envelope, id)) {
        return { kind: 'unknown', fault: new Fault('UPSTREAM_BAD_RESPONSE') };
      }
      return {
        kind: 'applied',
        id: id === parentId ? null : id,
        caseNumber: readId(outcome.envelope, 'idPrefijo'),
      };
    }
  }
}

/**
 * Whether an answer that reports no error confirms the write: it has to name the record, or to say that it was written.
 * One with a status may say nothing at all, but nothing else either: a script that failed may report success in its
 * status and the failure in its words.
 */
function confirms({ code, text }: Envelope, id: string | null): boolean {
  return id !== null || saysWritten(text) || (code !== null && code >= 200 && text.trim() === '');
}

/** An id out of the answer; the vendor's own samples have a blank in its place. */
function readId({ data }: Envelope, key: string): string | null {
  const value = isWireObject(data) ? data[key] : null;
  const id = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return id === '' || id === 'null' ? null : id;
}
