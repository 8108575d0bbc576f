import { z } from 'zod';
import type { Clock } from '../../model/Clock.js';
import { readEntry, writeEntry } from '../../store/journalEntryText.js';
import type { JournalStore } from '../../store/JournalStore.js';
import { JournalCipher, openSecret, sealSecret } from '../journal/JournalCipher.js';

const format = 'wolkvox-crm-subgraph journal';
const version = 1;

const headerShape = z.object({
  format: z.literal(format),
  version: z.number(),
  tenant: z.string(),
  secret: z.string(),
});
const lineShape = z.object({ key: z.string(), entry: z.unknown() });
const endShape = z.object({ entries: z.int().nonnegative() });

/** Whose journal is written or read: tenant and token as in the settings. */
export interface JournalOwner {
  readonly operation: string;
  readonly token: string;
}

/** What came of reading a journal's file. */
export type ImportResult =
  | {
      readonly kind: 'imported';
      readonly added: number;
      /** Entries whose key is there already; they stay as they are. */
      readonly kept: number;
      /** Entries whose record is another key's there. */
      readonly conflicting: number;
    }
  | {
      readonly kind: 'refused';
      readonly because: 'notAnExport' | 'newerVersion' | 'otherToken' | 'otherTenant' | 'otherJournal' | 'cutOff';
    };

/**
 * Writes a journal as text, one JSON value a line: a head (`format`, `version`, a hash of the tenant, the journal's secret
 * sealed with the CRM's token), a line for each entry (`key`, `entry`), and an end that counts them. What was sealed stays
 * sealed. Gives the lines without their ends. Entries that cannot be read are left out and counted.
 */
export async function* exportJournal(
  store: JournalStore,
  { operation, token }: JournalOwner,
  clock: Clock,
): AsyncGenerator<string, { readonly entries: number; readonly unreadable: number }> {
  const secret = await store.secret();
  const tenant = new JournalCipher(secret, token, operation).tenantHash();
  const exportedAt = new Date(clock.now()).toISOString();
  yield JSON.stringify({ format, version, exportedAt, tenant, secret: sealSecret(secret, token) });
  let entries = 0;
  let unreadable = 0;
  for await (const { key, entry } of store.entries()) {
    if (entry === null) {
      unreadable += 1;
      continue;
    }
    entries += 1;
    // Through the text of the store, so that there is one form of an entry.
    yield `{"key":${JSON.stringify(key)},"entry":${writeEntry(entry)}}`;
  }
  yield JSON.stringify({ entries });
  return { entries, unreadable };
}

/**
 * Reads such a text into a journal. All of it is looked at before anything is written, so that a file that was cut off
 * changes nothing; done again, it adds what is missing.
 */
export async function importJournal(
  store: JournalStore,
  { operation, token }: JournalOwner,
  text: string,
): Promise<ImportResult> {
  const [headLine = '', ...rest] = text.split('\n').filter((line) => line.trim() !== '');
  const head = headerShape.safeParse(parse(headLine)).data;
  if (head === undefined) return refused('notAnExport');
  if (head.version !== version) return refused('newerVersion');
  const secret = openSecret(head.secret, token);
  if (secret === null) return refused('otherToken');
  if (new JournalCipher(secret, token, operation).tenantHash() !== head.tenant) return refused('otherTenant');
  const end = endShape.safeParse(parse(rest.at(-1) ?? '')).data;
  if (end?.entries !== rest.length - 1) return refused('cutOff');
  const entries = rest.slice(0, -1).map((line) => {
    const read = lineShape.safeParse(parse(line)).data;
    return read === undefined ? null : { key: read.key, entry: entryOf(read.entry) };
  });
  if (entries.some((line) => line === null || line.entry === null)) return refused('notAnExport');
  if (!(await store.adoptSecret(secret))) return refused('otherJournal');

  const counts = { added: 0, kept: 0, conflicting: 0 };
  for (const line of entries) {
    if (line === null || line.entry === null) continue;
    switch (await store.replace(line.key, null, line.entry)) {
      case 'replaced':
        counts.added += 1;
        break;
      case 'changed':
        counts.kept += 1;
        break;
      case 'boundToAnother':
        counts.conflicting += 1;
    }
  }
  return { kind: 'imported', ...counts };
}

function refused(because: (ImportResult & { readonly kind: 'refused' })['because']): ImportResult {
  return { kind: 'refused', because };
}

function entryOf(value: unknown): ReturnType<typeof readEntry> | null {
  try {
    return readEntry(JSON.stringify(value));
  } catch {
    return null;
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
