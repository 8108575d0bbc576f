import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, readCommandLine } from './cli/CommandLine.js';
import { messages } from './cli/journal/messages.js';
import { type Answer, readJournalCommand, runJournalCommand } from './cli/journal/runJournalCommand.js';
import { readEnvironment } from './server/settings/environment.js';
import { readJournalSettings } from './server/settings/journalSettings.js';
import { LmdbJournalStore } from './store/embedded/LmdbJournalStore.js';
import { systemClock } from './wolkvox/systemClock.js';

const { code, text } = await main(process.argv.slice(2));
(code === exitCodes.done ? process.stdout : process.stderr).write(`${text}\n`);
process.exitCode = code;

/** Looks at the write journal and settles in it what nobody else can tell, also while the server runs. */
async function main(typed: readonly string[]): Promise<Answer> {
  const systemLanguage = readEnvironment()['LANG'];
  const line = readCommandLine(typed, { values: ['as', 'id'], flags: ['all'] }, systemLanguage);
  if (line === null) return { code: exitCodes.usage, text: messages.es.usage };
  const say = messages[line.language];
  if (line.flags.has('help')) return { code: exitCodes.done, text: say.usage };
  const command = readJournalCommand(line);
  if (command === null) return { code: exitCodes.usage, text: say.usage };
  const settings = readJournalSettings();
  if ('problems' in settings) return { code: exitCodes.usage, text: settings.problems.join('\n') };

  const { folder, graceMs, operation, token } = settings;
  // Only an import may begin a journal; everything else is about one that is there.
  if (command.name !== 'import' && !existsSync(join(folder, 'data.mdb'))) {
    return { code: exitCodes.refused, text: say.noJournal(folder) };
  }
  const store = new LmdbJournalStore({ folder, now: () => systemClock.now() });
  try {
    return await runJournalCommand(command, { store, owner: { operation, token }, graceMs, clock: systemClock }, line);
  } finally {
    await store.close();
  }
}
