import { gzipSync } from 'node:zlib';
import { type Reply, withBody } from '../Reply.js';
import type { ReplyFault } from './Fault.js';

const mebibyte = 1024 * 1024;
const warning =
  '<br />\n<b>Warning</b>:  Undefined array key "limit" in <b>/srv/api/script.php</b> on line <b>42</b><br />\n';

/** Good JSON around a text that makes it long enough. */
function hugeBody(bytes: number): Buffer {
  const head = '{"code":"200","error":"null","msg":"1 records were are found","data":[{"wolkvox_id":"';
  const tail = '"}]}';
  return Buffer.concat([
    Buffer.from(head),
    Buffer.alloc(Math.max(0, bytes - head.length - tail.length), 'a'),
    Buffer.from(tail),
  ]);
}

/** Many gzip members after one another are one gzip stream: nothing big is ever held here. */
function gzipBomb(bytes: number): Buffer {
  const member = gzipSync(Buffer.alloc(mebibyte, ' '), { level: 9 });
  return Buffer.concat(Array<Buffer>(Math.max(1, Math.ceil(bytes / mebibyte))).fill(member));
}

/** The reply as the fault has it; Content-Length stays true. */
export function alterReply(fault: ReplyFault, reply: Reply): Reply {
  switch (fault.type) {
    case 'html': {
      const text =
        fault.text ?? `<html><head><title>${fault.status}</title></head><body><h1>${fault.status}</h1></body></html>`;
      return { ...withBody(reply, Buffer.from(text), 'text/html; charset=UTF-8'), status: fault.status };
    }
    case 'empty':
      return { ...withBody(reply, Buffer.alloc(0)), status: fault.status };
    case 'phpWarning':
      return withBody(reply, Buffer.concat([Buffer.from(warning), reply.body]));
    case 'bom':
      return withBody(reply, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), reply.body]));
    case 'malformedJson':
      return withBody(reply, reply.body.subarray(0, Math.ceil(reply.body.length / 2)));
    case 'nested':
      return withBody(reply, Buffer.from(`{"code":"200","data":${'['.repeat(fault.depth)}${']'.repeat(fault.depth)}}`));
    case 'hugeNumber':
      return withBody(
        reply,
        Buffer.from(
          '{"code":"200","error":"null","page":1,"Total records":1e999,"Total pages":-1e999,"msg":"1 records were are found","data":[{"wolkvox_id":1e999}]}',
        ),
      );
    case 'huge':
      return withBody(reply, hugeBody(fault.bytes));
    case 'gzipBomb': {
      const packed = withBody(reply, gzipBomb(fault.bytes));
      return { ...packed, headers: [...packed.headers, ['Content-Encoding', 'gzip']] };
    }
    case 'redirect': {
      const empty = withBody(reply, Buffer.alloc(0));
      return { ...empty, status: fault.status, headers: [...empty.headers, ['Location', fault.location]] };
    }
    case 'respond': {
      const body =
        fault.json === undefined
          ? fault.text === undefined
            ? Buffer.from(fault.base64 ?? '', 'base64')
            : Buffer.from(fault.text)
          : Buffer.from(JSON.stringify(fault.json));
      const own = Object.entries(fault.headers ?? {});
      const replaced = new Set(own.map(([name]) => name.toLowerCase()));
      const { headers } = withBody(reply, body);
      return {
        status: fault.status,
        headers: [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...own],
        body,
      };
    }
  }
}
