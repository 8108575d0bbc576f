/** No GraphQL and no protection: asks the vendor, picks the fields by hand, writes JSON. Whatever does more costs more. */
import { createServer } from 'node:http';
import { createVendor, listen, toCondition, toInstant, toName } from './vendor.mjs';

const vendor = createVendor('pooled');

const listed = (row) => ({
  id: row.wolkvox_id,
  caseNumber: row.idPrefijo,
  type: { name: row.caseType },
  status: { name: row.status.name, condition: toCondition(row.status.value) },
  priority: { name: row.priority.name },
  description: row.description_case,
  createdAt: toInstant(row.wolkvox_fecha_creacion),
  updatedAt: toInstant(row.wolkvox_fecha_modificacion),
  dueAt: toInstant(row.timeEstimated),
  closedAt: toInstant(row.closeDate),
  contact: { id: row.contactId, name: row.nameContact, email: row.contactEmail },
  owner: { id: row.owner.id, name: toName(row.owner.name) },
  company: { name: row.companyName },
});
const one = (row) => ({
  id: row.wolkvox_id,
  caseNumber: row.idPrefijo,
  createdAt: toInstant(row.wolkvox_fecha_creacion),
  description: row.description_case,
});
const entity = (row) => ({
  id: row.wolkvox_id,
  caseNumber: row.idPrefijo,
  status: { name: row.status.name, condition: toCondition(row.status.value) },
  createdAt: toInstant(row.wolkvox_fecha_creacion),
  contact: { id: row.contactId, name: row.nameContact },
});

const operations = {
  List: async ({ status, offset }) => ({
    cases: { nodes: (await vendor.listCases(status, 100, offset)).map(listed) },
  }),
  One: async ({ id }) => ({ case: one(await vendor.findCase(id)) }),
  Entities: async ({ representations }) => ({
    _entities: (await Promise.all(representations.map(({ id }) => vendor.findCase(id)))).map(entity),
  }),
};

listen(
  createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const { operationName, variables } = JSON.parse(Buffer.concat(chunks).toString());
      const body = JSON.stringify({ data: await operations[operationName](variables) });
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      response.end(body);
    });
  }),
);
