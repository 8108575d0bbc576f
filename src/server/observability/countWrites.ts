import type { Writer, WriteResult } from '../../writing/Writer.js';
import type { Metrics } from './Metrics.js';

/** Wraps a writer so that what becomes of each write is counted. */
export function countWrites(writer: Writer, metrics: Metrics): Writer {
  const counted = async (result: Promise<WriteResult>): Promise<WriteResult> => {
    try {
      const { outcome } = await result;
      metrics.writeEnded(outcome);
    } catch {
      metrics.writeEnded('FAILED');
    }
    return result;
  };
  return {
    createCase: (...given) => counted(writer.createCase(...given)),
    updateCase: (...given) => counted(writer.updateCase(...given)),
    createContact: (...given) => counted(writer.createContact(...given)),
    updateContact: (...given) => counted(writer.updateContact(...given)),
    createActivity: (...given) => counted(writer.createActivity(...given)),
    updateRecord: (...given) => counted(writer.updateRecord(...given)),
  };
}
