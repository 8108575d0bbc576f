import type { CallContext } from '../../model/CallContext.js';
import type { Writer, WriteResult } from '../../writing/Writer.js';
import { describeCause } from './createErrorLog.js';
import type { Logger } from './createLogger.js';
import type { Metrics } from './Metrics.js';

/**
 * Wraps a writer so that what becomes of each write is counted, and that those the CRM did not simply accept leave a
 * line in the log: what a caller is told as data would otherwise be known to the caller only.
 */
export function reportWrites(writer: Writer, metrics: Metrics, log: Logger): Writer {
  const reported = async (
    mutation: keyof Writer,
    { requestId }: CallContext,
    result: Promise<WriteResult>,
  ): Promise<WriteResult> => {
    try {
      const ended = await result;
      metrics.writeEnded(ended.outcome);
      logWrite(log, { mutation, requestId }, ended);
    } catch {
      // The error itself is logged where it is reported to the caller.
      metrics.writeEnded('FAILED');
    }
    return result;
  };
  return {
    createCase: (intent, draft, call) => reported('createCase', call, writer.createCase(intent, draft, call)),
    updateCase: (intent, change, call) => reported('updateCase', call, writer.updateCase(intent, change, call)),
    createContact: (intent, fields, call) =>
      reported('createContact', call, writer.createContact(intent, fields, call)),
    updateContact: (intent, change, call) =>
      reported('updateContact', call, writer.updateContact(intent, change, call)),
    createActivity: (intent, draft, call) =>
      reported('createActivity', call, writer.createActivity(intent, draft, call)),
    updateRecord: (intent, change, call) => reported('updateRecord', call, writer.updateRecord(intent, change, call)),
  };
}

interface WriteName {
  readonly mutation: keyof Writer;
  readonly requestId: string | undefined;
}

/** A warning where the service could not do what it was asked; a refusal that is about the input is worth a line. */
function logWrite(log: Logger, name: WriteName, result: WriteResult): void {
  if (!('fault' in result)) return;
  const { outcome, code, upstreamCode, fault, ref } = result;
  const line = { ...name, outcome, code, upstreamCode, ref, ...describeCause(fault?.cause) };
  if (outcome === 'UNKNOWN' || fault !== null) log.warn(line, 'write');
  else log.info(line, 'write');
}
