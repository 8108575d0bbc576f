import { Fault } from '../../../model/Fault.js';

/**
 * Reads what only makes sure; null where the CRM does not serve it, which it has to say twice in a row. A search that
 * a tenant's plan or token leaves out would otherwise keep every failed creation open for ever. Rejects with other
 * faults: what cannot be read now can be read later.
 */
export async function readIfServed<T>(read: () => Promise<T>): Promise<T | null> {
  for (let isAgain = false; ; isAgain = true) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Fault) || !isRefusal(error)) throw error;
      if (isAgain) return null;
    }
  }
}

/** Whether the CRM answered that it does not do this, as far as its statuses can be told apart. */
function isRefusal({ code }: Fault): boolean {
  return code === 'UPSTREAM_BAD_RESPONSE' || code === 'UPSTREAM_AUTH_FAILED';
}
