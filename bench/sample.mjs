/**
 * Finds keys of existing records by asking the vendor's API itself, past the subgraph, so that the workload does not
 * depend on what the subgraph believes.
 *
 * @param {{ url: string, operation: string, token: string }} upstream
 * @returns {Promise<import('./operations.mjs').Sample>}
 */
export async function findSample(upstream) {
  /**
   * @param {string} endpoint
   * @param {Record<string, unknown>} body
   * @returns {Promise<any>}
   */
  const ask = async (endpoint, body) => {
    const response = await fetch(`${upstream.url}/server/API/v2/${endpoint}.php`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'wolkvox-token': upstream.token },
      body: JSON.stringify({ operation: upstream.operation, limit: 250, page: 1, ...body }),
    });
    return response.json();
  };
  const requests = (await ask('cases/queryCases', { field: 'type case', value: 'Request' })).data;
  const byStatus = new Map();
  for (const { status } of requests)
    if (status.value === 'open') byStatus.set(status.name, (byStatus.get(status.name) ?? 0) + 1);
  const [status] = [...byStatus].sort(([, a], [, b]) => b - a)[0] ?? [];
  const listed = (await ask('cases/queryCases', { field: 'status', value: status })).data;
  const withCompany = requests.find((/** @type {any} */ row) => row.companyId && row.owner?.id && row.contactId);
  const groupRow = requests.find((/** @type {any} */ row) => row.responsible?.group);
  for (const row of requests) {
    const contact = (await ask('custom/query', { module: 'contacts', field: 'wolkvox_id', value: row.contactId }))
      .data[0];
    if (!contact?.emailcontact || !contact.idcontact) continue;
    const steps = (await ask('collections/queryGestion', { field: 'customer_id', value: contact.idcontact })).data;
    if (steps.length === 0) continue;
    for (const other of requests) {
      const activity = (
        await ask('custom/query', { module: 'wolkvox_activities', field: 'id_record', value: other.wolkvox_id })
      ).data[0];
      if (activity === undefined) continue;
      return {
        case: { id: withCompany.wolkvox_id, caseNumber: withCompany.idPrefijo },
        caseIds: requests.slice(0, 5).map((/** @type {any} */ { wolkvox_id }) => wolkvox_id),
        contact: { id: contact.wolkvox_id, email: contact.emailcontact, identification: contact.idcontact },
        owner: { id: String(withCompany.owner.id), user: withCompany.owner.mail },
        group: { id: String(groupRow.responsible.id) },
        company: { id: withCompany.companyId },
        activity: { id: activity.wolkvox_id, caseId: other.wolkvox_id },
        gestion: { id: steps[0].wolkvox_id },
        status,
        distinctContacts: new Set(listed.slice(0, 5).map((/** @type {any} */ { contactId }) => contactId)).size,
      };
    }
  }
  throw new Error('the upstream has no record that fits the workload');
}
