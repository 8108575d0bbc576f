import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

/** How an LMDB data file can be opened: as it is, at the commit before the last, or not at all. */
export type LmdbFileState = 'sound' | 'torn' | 'damaged';

interface Meta {
  readonly transactionId: bigint;
  readonly bytesInUse: bigint;
}

const magic = 0xbeefc0de;
const metaBytes = 160;
const smallestPage = 512;
const largestPage = 65_536;

/**
 * Looks at the two head pages of an LMDB file before the library maps it. The library trusts the file: one that is no
 * database, or is shorter than its own record of itself, ends the process with a signal that no `catch` sees. The two
 * heads hold the last two commits; a commit never touches the pages of the one before, so when only the last one's
 * pages are missing, the one before can be read. Layout: lmdb 3.5 (LMDB data version 2), little-endian.
 */
export function inspectLmdbFile(path: string): LmdbFileState {
  if (!existsSync(path)) return 'sound';
  const file = openSync(path, 'r');
  try {
    const size = fstatSync(file).size;
    if (size === 0) return 'sound';
    const head = readHead(file, 0);
    const pageBytes = head.length === metaBytes ? head.readUInt32LE(48) : 0;
    if (pageBytes < smallestPage || pageBytes > largestPage) return 'damaged';
    const metas = [decodeMeta(head, pageBytes), decodeMeta(readHead(file, pageBytes), pageBytes)];
    const [last, previous] = metas
      .filter((meta) => meta !== null)
      .sort((a, b) => (a.transactionId < b.transactionId ? 1 : -1));
    if (last === undefined || previous === undefined) return 'damaged';
    if (last.bytesInUse <= BigInt(size)) return 'sound';
    return previous.bytesInUse <= BigInt(size) ? 'torn' : 'damaged';
  } finally {
    closeSync(file);
  }
}

function readHead(file: number, position: number): Buffer {
  const head = Buffer.alloc(metaBytes);
  return head.subarray(0, readSync(file, head, 0, metaBytes, position));
}

function decodeMeta(head: Buffer, pageBytes: number): Meta | null {
  if (head.length < metaBytes || head.readUInt32LE(24) !== magic || head.readUInt32LE(48) !== pageBytes) return null;
  const lastPage = head.readBigUInt64LE(144);
  return { transactionId: head.readBigUInt64LE(152), bytesInUse: (lastPage + 1n) * BigInt(pageBytes) };
}
