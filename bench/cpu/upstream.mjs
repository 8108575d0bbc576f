/**
 * A server in the vendor's shape that costs next to nothing itself: every case there could be, found by id or as a page of
 * one status. It counts its answers, so that a bench can tell whether each question was really asked.
 */
import { createServer } from 'node:http';
import { caseOf, rowText } from './rows.mjs';

const total = 5_000_000;
let answers = 0;

/** @param {string} body */
function answer(body) {
  const { field, value, limit, page } = JSON.parse(body);
  if (field === 'wolkvox-id') return envelope(rowText(caseOf(value)));
  const first = (page - 1) * limit;
  return envelope(Array.from({ length: limit }, (_, index) => rowText(first + index)).join());
}

/** @param {string} rows */
function envelope(rows) {
  return `{"code":"200","error":"null","page":1,"Total records":${total},"Total pages":1,"msg":"records were are found","data":[${rows}]}`;
}

const refusal = '{"code":"404","error":"Not Found","msg":"module not found","data":[]}';

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify({ answers }));
    return;
  }
  /** @type {Buffer[]} */
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const isSearch = request.url?.endsWith('/cases/queryCases.php') === true;
    const body = Buffer.from(isSearch ? answer(Buffer.concat(chunks).toString()) : refusal);
    if (isSearch) answers += 1;
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  console.log(JSON.stringify({ msg: 'listening', url: `http://127.0.0.1:${port}` }));
});
process.on('SIGTERM', () => process.exit(0));
