/** What an administrator configures for cases. A status' condition is what the wire calls `status.value`. */
export interface Catalogue {
  readonly types: readonly { readonly name: string; readonly prefix: string }[];
  readonly statuses: readonly { readonly name: string; readonly condition: string }[];
  readonly priorities: readonly { readonly name: string; readonly minutes: number }[];
}

/** The entry of that name, letter case aside; undefined when nothing of that name is configured. */
export function findByName<T extends { readonly name: string }>(entries: readonly T[], name: string): T | undefined {
  const wanted = name.toLowerCase();
  return entries.find((entry) => entry.name.toLowerCase() === wanted);
}

/** The condition that closes a case and then asks for a solution. */
export const closedCondition = 'closed';

/** The demo tenant's configuration: the names of the vendor's samples beside the Spanish ones. */
export const demoCatalogue: Catalogue = {
  types: [
    { name: 'Request', prefix: 'PET' },
    { name: 'Complaints', prefix: 'QUE' },
    { name: 'Claims', prefix: 'REC' },
    { name: 'Suggestions', prefix: 'SUG' },
    { name: 'Garantía extendida', prefix: 'GAR' },
  ],
  statuses: [
    { name: 'Abierto', condition: 'open' },
    { name: 'open', condition: 'open' },
    { name: 'In progress', condition: 'open' },
    { name: 'En proceso', condition: 'open' },
    { name: 'En espera', condition: 'on hold' },
    { name: 'on hold', condition: 'on hold' },
    { name: 'Solucionado', condition: 'solved' },
    { name: 'solved', condition: 'solved' },
    { name: 'Cerrado', condition: closedCondition },
    { name: 'closed', condition: closedCondition },
    { name: 'Derivado a tercero', condition: 'derivado' },
  ],
  priorities: [
    { name: 'Crítica', minutes: 30 },
    { name: 'Alta', minutes: 240 },
    { name: 'high', minutes: 240 },
    { name: 'Media', minutes: 1_440 },
    { name: 'medium', minutes: 1_440 },
    { name: 'normal', minutes: 1_440 },
    { name: 'Baja', minutes: 4_320 },
    { name: 'low', minutes: 4_320 },
  ],
};
