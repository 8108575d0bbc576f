/**
 * The least that any server in front of the vendor's API can do: take a request, ask the API, hand its bytes on. What
 * the subgraph adds is measured against it.
 */
import { createServer } from 'node:http';
import { Pool } from 'undici';

const { UPSTREAM_URL = '', UPSTREAM_OPERATION = '', UPSTREAM_TOKEN = '' } = process.env;
const pool = new Pool(UPSTREAM_URL, { connections: 64 });

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    const { field, value, limit } = JSON.parse(Buffer.concat(chunks).toString());
    const answer = await pool.request({
      method: 'POST',
      path: '/server/API/v2/cases/queryCases.php',
      headers: { 'content-type': 'application/json', 'wolkvox-token': UPSTREAM_TOKEN },
      body: JSON.stringify({ operation: UPSTREAM_OPERATION, field, value, limit, page: 1 }),
    });
    response.writeHead(answer.statusCode, { 'content-type': 'application/json' });
    response.end(Buffer.from(await answer.body.arrayBuffer()));
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  console.log(JSON.stringify({ msg: 'pass-through listening', url: `http://127.0.0.1:${port}/` }));
});
process.on('SIGTERM', () => process.exit(0));
