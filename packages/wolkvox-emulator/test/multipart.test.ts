import { describe, expect, test } from '@jest/globals';
import { readParts } from '../src/multipart.js';

/** A form as Node's own client encodes it. */
async function encoded(form: FormData): Promise<readonly [Buffer, string]> {
  const request = new Request('http://localhost', { method: 'POST', body: form });
  return [Buffer.from(await request.arrayBuffer()), request.headers.get('content-type') ?? ''];
}

describe('multipart forms', () => {
  test('are read as they were sent: fields, files of any bytes, names in quotes and accents', async () => {
    const bytes = Buffer.from([13, 10, 45, 45, 0, 255, 13, 10]);
    const form = new FormData();
    form.append('description', 'No llegó\r\n--la factura--\r\n');
    form.append('file', new Blob([bytes]), 'año "2026".pdf');
    form.append('empty', '');
    const parts = readParts(...(await encoded(form)));
    expect(parts).toEqual([
      { name: 'description', fileName: undefined, content: Buffer.from('No llegó\r\n--la factura--\r\n') },
      { name: 'file', fileName: 'año "2026".pdf', content: bytes },
      { name: 'empty', fileName: undefined, content: Buffer.alloc(0) },
    ]);
  });

  test('may have a preamble, and a boundary in quotes', () => {
    const body = 'preamble\r\n--b d\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b d--\r\n';
    const parts = readParts(Buffer.from(body), 'multipart/form-data; charset=utf-8; boundary="b d"');
    expect(parts?.map(({ name, content }) => [name, content.toString()])).toEqual([['a', '1']]);
  });

  test.each([
    ['another media type', 'application/json', '--b--'],
    ['no boundary', 'multipart/form-data', '--b--'],
    ['another boundary', 'multipart/form-data; boundary=x', '--b--'],
    ['no end', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'],
    ['a part without a name', 'multipart/form-data; boundary=b', '--b\r\n\r\n1\r\n--b--'],
    ['a part without a head', 'multipart/form-data; boundary=b', '--b\r\n1\r\n--b--'],
  ])('are none with %s', (_, contentType, body) => {
    expect(readParts(Buffer.from(body), contentType)).toBeUndefined();
  });
});
