import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, readCommandLine } from './cli/CommandLine.js';
import { chooseLanguage } from './cli/language.js';
import { messages } from './cli/journal/messages.js';
import {
  type Answer,
  type JournalCommand,
  readJournalCommand,
  runJournalCommand,
} from './cli/journal/runJournalCommand.js';
import { openSharedJournal } from './composition/openState.js';
import { readEnvironment } from './server/settings/environment.js';
import { type JournalSettings, readJournalSettings } from './server/settings/journalSettings.js';
import { LmdbJournalStore } from './store/embedded/LmdbJournalStore.js';
import type { JournalStore } from './store/JournalStore.js';
import { keyOwner, keyPrefix } from './store/redis/connection/keyPrefix.js';
import { RedisConnection } from './store/redis/connection/RedisConnection.js';
import { systemClock } from './wolkvox/systemClock.js';

const { code, text } = await main(process.argv.slice(2));
(code === exitCodes.done ? process.stdout : process.stderr).write(`${text}\n`);
process.exitCode = code;

/** Looks at the write journal and settles in it what nobody else can tell, also while the server runs. */
async function main(typed: readonly string[]): Promise<Answer> {
  const systemLanguage = readEnvironment()['LANG'];
  const line = readCommandLine(typed, { values: ['as', 'id'], flags: ['all'] }, systemLanguage);
  if (line === null)
    return { code: exitCodes.usage, text: messages[chooseLanguage(undefined, systemLanguage) ?? 'es'].usage };
  const say = messages[line.language];
  if (line.flags.has('help')) return { code: exitCodes.done, text: say.usage };
  const command = readJournalCommand(line);
  if (command === null) return { code: exitCodes.usage, text: say.usage };
  const settings = readJournalSettings();
  if ('problems' in settings) return { code: exitCodes.usage, text: settings.problems.join('\n') };

  const { folder, shared, graceMs, operation, token } = settings;
  const journal = await (shared === null ? openEmbedded(folder, command) : openShared(shared, settings));
  if ('problem' in journal) return { code: exitCodes.refused, text: journal.problem ?? say.noJournal(folder) };
  try {
    const { store } = journal;
    return await runJournalCommand(command, { store, owner: { operation, token }, graceMs, clock: systemClock }, line);
  } finally {
    await journal.close();
  }
}

type Opened =
  | { readonly store: JournalStore; readonly close: () => Promise<void> }
  /** Null where there is no journal. */
  | { readonly problem: string | null };

/** Only an import may begin a journal; everything else is about one that is there. */
function openEmbedded(folder: string, { name }: JournalCommand): Opened {
  if (name !== 'import' && !existsSync(join(folder, 'data.mdb'))) return { problem: null };
  const store = new LmdbJournalStore({ folder, now: () => systemClock.now() });
  return { store, close: () => store.close() };
}

async function openShared(
  { redis, baseUrl }: NonNullable<JournalSettings['shared']>,
  owner: JournalSettings,
): Promise<Opened> {
  const prefix = keyPrefix(baseUrl, owner.operation);
  const keysOwner = keyOwner(baseUrl, owner.operation);
  const connection = new RedisConnection({ ...redis, prefix, owner: keysOwner, clock: systemClock });
  const close = (): Promise<void> => connection.close();
  const problem = await connection.start();
  if (problem === null) return { store: openSharedJournal(connection, owner), close };
  await close();
  return { problem: problem.message };
}
