/**
 * Filters as dashboards and agents' desks send them, over the emulator's demo tenant: what the planner is measured
 * with, besides the operations of the published workload.
 *
 * @typedef {{ readonly filter: Record<string, any>, readonly first: number }} ListedFilter
 *
 * @param {import('./operations.mjs').Sample} sample
 * @returns {readonly ListedFilter[]}
 */
export function filterWorkload(sample) {
  const statuses = ['Abierto', 'In progress', 'En espera', 'Cerrado', 'Solucionado'];
  const types = ['Request', 'Complaints', 'Claims'];
  const owner = { ownerUser: { eq: sample.owner.user } };
  const responsible = { responsibleUser: { eq: sample.owner.user } };
  const contact = { contactId: { eq: sample.contact.id } };
  /** @param {string} gte @param {string} lt */
  const created = (gte, lt) => ({ createdAt: { gte: new Date(gte), lt: new Date(lt) } });
  const week = created('2026-03-02T05:00:00Z', '2026-03-09T05:00:00Z');
  const quarter = created('2026-01-01T05:00:00Z', '2026-04-01T05:00:00Z');
  const since = { createdAt: { gte: new Date('2026-06-01T05:00:00Z') } };
  const changed = { updatedAt: { gte: new Date('2026-03-02T05:00:00Z'), lt: new Date('2026-03-09T05:00:00Z') } };
  const filters = [
    ...statuses.map((status) => ({ status: { eq: status }, ...owner })),
    ...statuses.map((status) => ({ status: { eq: status }, type: { eq: 'Request' } })),
    ...types.map((type) => ({ type: { eq: type }, condition: 'CLOSED', ...responsible })),
    ...types.map((type) => ({ type: { eq: type }, isReopened: true })),
    ...statuses.map((status) => ({ status: { eq: status }, ...week })),
    ...statuses.map((status) => ({ status: { eq: status }, ...quarter, isExpired: true })),
    { status: { in: ['Abierto', 'En espera'] }, ...owner },
    { status: { in: ['Abierto', 'En espera', 'In progress'] }, type: { eq: 'Request' } },
    { status: { in: ['Abierto', 'En espera'] }, priority: { eq: 'Alta' } },
    { ...contact, condition: 'OPEN' },
    { ...contact, status: { in: ['Cerrado', 'Abierto'] }, type: { in: types } },
    { ...week },
    { ...quarter, condition: 'OPEN' },
    { ...since, ...owner },
    { ...since, status: { eq: 'Abierto' } },
    { status: { eq: 'Cerrado' }, ...changed },
    { type: { eq: 'Request' }, ...changed, ...owner },
    { caseNumber: { eq: sample.case.caseNumber }, condition: 'OPEN' },
    { id: { in: [...sample.caseIds] }, condition: 'OPEN' },
    { id: { in: [...sample.caseIds] }, ...owner },
  ];
  return filters.flatMap((filter) => [20, 100].map((first) => ({ filter, first })));
}
