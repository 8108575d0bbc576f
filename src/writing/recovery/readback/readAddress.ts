import type { Finding } from './Finding.js';
import type { AllRows } from './readAllRows.js';

/**
 * The rows under an e-mail address: as it was sent and, where these do not show the write, in small letters. Some CRMs
 * store addresses so and search to the letter; what they have would be taken for absent, and written again.
 */
export async function readAddress<T extends { readonly id: string }>(
  address: string,
  judge: (all: AllRows<T>) => Finding,
  read: (address: string) => Promise<AllRows<T>>,
): Promise<AllRows<T>> {
  const asSent = await read(address);
  const small = address.toLowerCase();
  if (small === address || judge({ ...asSent, isComplete: true }).kind !== 'absent') return asSent;
  const inSmall = await read(small);
  const rows = new Map([...asSent.rows, ...inSmall.rows].map((row) => [row.id, row]));
  return { rows: [...rows.values()], isComplete: asSent.isComplete && inSmall.isComplete };
}
