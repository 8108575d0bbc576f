import { readFileSync, writeFileSync } from 'node:fs';
import type { Clock } from '../../model/Clock.js';
import { JournalUnavailable, type JournalStore } from '../../store/JournalStore.js';
import { JournalCipher } from '../../writing/journal/JournalCipher.js';
import { exportJournal, importJournal, type JournalOwner } from '../../writing/operator/journalFile.js';
import { JournalOperator, type HandSettlement, type WriteSummary } from '../../writing/operator/JournalOperator.js';
import { exitCodes, type CommandLine, type ExitCode } from '../CommandLine.js';
import { formatWrite, formatWrites, writeAsJson } from './formatWrites.js';
import { messages } from './messages.js';

/** What the program answers: what it prints, where, and how it ends. */
export interface Answer {
  readonly code: ExitCode;
  readonly text: string;
}

/** The journal that a command works on. */
export interface OpenJournal {
  readonly store: JournalStore;
  readonly owner: JournalOwner;
  readonly graceMs: number;
  readonly clock: Clock;
}

/** What was asked for, with everything that it needs; null for what makes no sense. */
export type JournalCommand =
  | { readonly name: 'list'; readonly which: 'open' | 'all' }
  | { readonly name: 'show'; readonly ref: string }
  | { readonly name: 'settle'; readonly ref: string; readonly settlement: HandSettlement }
  | { readonly name: 'export' | 'import'; readonly file: string };

/** The command in what was typed. */
export function readJournalCommand({ words, values, flags }: CommandLine): JournalCommand | null {
  const [name, operand, ...surplus] = words;
  const settling = values.has('as') || values.has('id');
  if (surplus.length > 0 || (settling && name !== 'settle') || (flags.has('all') && name !== 'list')) return null;
  if (name === 'list') return operand === undefined ? { name, which: flags.has('all') ? 'all' : 'open' } : null;
  if (operand === undefined) return null;
  // Markers are printed in small letters; people copy them from where they were made capitals.
  const ref = operand.toLowerCase();
  switch (name) {
    case 'show':
      return { name, ref };
    case 'settle': {
      const settlement = readSettlement(values);
      return settlement === null ? null : { name, ref, settlement };
    }
    case 'export':
    case 'import':
      return { name, file: operand };
    case undefined:
    default:
      return null;
  }
}

function readSettlement(values: ReadonlyMap<string, string>): HandSettlement | null {
  const id = values.get('id')?.trim();
  if (values.get('as') === 'absent') return id === undefined ? { as: 'absent' } : null;
  const isPlausible = id === undefined || /^[\w.-]{1,64}$/.test(id);
  return values.get('as') === 'applied' && isPlausible ? { as: 'applied', id: id ?? null } : null;
}

/** Carries a command out. Rejects only with what is a bug. */
export async function runJournalCommand(
  command: JournalCommand,
  { store, owner, graceMs, clock }: OpenJournal,
  { language, flags }: Pick<CommandLine, 'language' | 'flags'>,
): Promise<Answer> {
  const say = messages[language];
  const isJson = flags.has('json');
  const done = (value: unknown, text: string): Answer => ({
    code: exitCodes.done,
    text: isJson ? JSON.stringify(value) : text,
  });
  const refuse = (because: string, text: string): Answer => ({
    code: exitCodes.refused,
    text: isJson ? JSON.stringify({ version: 1, refused: because, message: text }) : text,
  });
  const showWrites = (writes: readonly WriteSummary[], text: string): Answer =>
    done({ version: 1, writes: writes.map(writeAsJson) }, text);
  try {
    const cipher = new JournalCipher(await store.secret(), owner.token, owner.operation);
    const operator = new JournalOperator(store, cipher, clock, graceMs);
    switch (command.name) {
      case 'list': {
        const { writes, unreadable } = await operator.list(command.which);
        const table = writes.length === 0 ? say.nothingOpen : formatWrites(writes, say);
        return showWrites(writes, unreadable === 0 ? table : `${table}\n${say.unreadable(unreadable)}`);
      }
      case 'show': {
        const writes = await operator.find(command.ref);
        if (writes.length === 0) return refuse('notFound', say.notFound(command.ref));
        return showWrites(writes, writes.map((write) => formatWrite(write, say)).join('\n\n'));
      }
      case 'settle': {
        const settled = await operator.settle(command.ref, command.settlement);
        if (typeof settled === 'string') return refuse(settled, say.settleRefused[settled]);
        const state = settled.state === 'APPLIED' ? 'APPLIED' : 'REJECTED';
        return showWrites([settled], say.settled(settled.ref, state));
      }
      case 'export': {
        const lines: string[] = [];
        for await (const line of exportJournal(store, owner, clock)) lines.push(line);
        writeFileSync(command.file, `${lines.join('\n')}\n`, { mode: 0o600 });
        return done({ version: 1, entries: lines.length - 2 }, say.exported(lines.length - 2));
      }
      case 'import': {
        const result = await importJournal(store, owner, readFileSync(command.file, 'utf8'));
        if (result.kind === 'refused') return refuse(result.because, say.importRefused[result.because]);
        const answer = done({ version: 1, ...result }, say.imported(result));
        return result.conflicting === 0 ? answer : { ...answer, code: exitCodes.refused };
      }
    }
  } catch (error) {
    if (error instanceof JournalUnavailable) return refuse('unusable', say.unusable);
    const isFileTrouble = typeof error === 'object' && error !== null && 'syscall' in error;
    if (isFileTrouble) return refuse('fileTrouble', say.fileTrouble);
    throw error;
  }
}
