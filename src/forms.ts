import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CommandLine, exitCodes, readCommandLine } from './cli/CommandLine.js';
import { type Drift, findDrift } from './cli/forms/findDrift.js';
import { formatChanges } from './cli/forms/formatChanges.js';
import { messages } from './cli/forms/messages.js';
import { manifestRules, readFormsManifest } from './composition/readForms.js';
import { inferForms, type Inferred } from './composition/inferForms.js';
import { caseFields, emptyManifest, type FormsManifest, manifestText } from './forms/FormsManifest.js';
import type { FieldChange } from './forms/inference/mergeManifest.js';
import { formsSdl } from './forms/sdl.js';
import { Fault } from './model/Fault.js';
import { compareForms } from './server/graphql/compareForms.js';
import { createSubgraphSchema } from './server/graphql/subgraphSchema.js';
import { type DoctorSettings, readDoctorSettings } from './server/settings/doctorSettings.js';
import { readEnvironment } from './server/settings/environment.js';

process.exitCode = await main(process.argv.slice(2));

/** Makes the manifest of typed forms, holds it against the CRM, and prints what it adds to the schema; the exit code. */
async function main(typed: readonly string[]): Promise<number> {
  const environment = readEnvironment();
  const line = readCommandLine(typed, { values: ['calls', 'out', 'sdl'] }, environment['LANG']);
  const calls = Number(line?.values.get('calls') ?? '10');
  const [command, ...surplus] = line?.words ?? [];
  const isKnown = command === 'infer' || command === 'check' || command === 'sdl';
  if (line?.flags.has('help')) return print(messages[line.language].usage);
  if (line === null || !isKnown || surplus.length > 0 || !Number.isInteger(calls) || calls < 2) {
    complain(messages[line?.language ?? 'es'].usage);
    return exitCodes.usage;
  }
  const settings = readDoctorSettings();
  if (settings.problems.length > 0) return refuse(settings.problems.join('\n'));
  try {
    if (command === 'infer') return await infer(line, settings, calls);
    return command === 'check' ? await check(line, settings, calls) : sdl(line, settings);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return refuse(messages[line.language].failed(error.code));
  }
}

async function infer(line: CommandLine, settings: DoctorSettings, calls: number): Promise<number> {
  const say = messages[line.language];
  const out = line.values.get('out');
  const file = out !== undefined && existsSync(out) ? resolve(out) : manifestFile(settings);
  const before = file === null ? { ok: true as const, manifest: emptyManifest } : readFormsManifest(file);
  if (!before.ok) return refuse(before.problems.join('\n'));
  const inferred = await look(line, settings, calls, before.manifest);
  if (inferred === null) return exitCodes.refused;
  const text = manifestText(inferred.manifest);
  if (out !== undefined && !write(out, text)) return refuse(say.cannotWrite(out));
  const report = `${lookedAt(inferred, line)}\n\n${formatChanges(inferred.changes, say)}`;
  if (line.flags.has('json')) return print(asJson(inferred, { manifest: inferred.manifest }));
  if (out !== undefined) return print(`${report}\n\n${say.written(out)}`);
  complain(report);
  return print(text.trimEnd());
}

async function check(line: CommandLine, settings: DoctorSettings, calls: number): Promise<number> {
  const say = messages[line.language];
  const manifest = readKnown(line, settings);
  if (manifest === null) return exitCodes.refused;
  const added = formsSdl(manifest);
  createSubgraphSchema(added);
  const published = line.values.get('sdl');
  const ofSdl = published === undefined ? [] : compareWith(published, added);
  if (ofSdl === null) return refuse(say.cannotRead(published ?? ''));
  const inferred = await look(line, settings, calls, manifest);
  if (inferred === null) return exitCodes.refused;
  const drift = [...findDrift(inferred.changes, inferred, isMarked(manifest)), ...ofSdl];
  const lines = drift.length === 0 ? [say.noDrift] : drift.map(({ kind, what }) => `${what}: ${say.drift[kind]}`);
  if (line.flags.has('json')) print(asJson(inferred, { drift }));
  else print([lookedAt(inferred, line), '', ...lines].join('\n'));
  return drift.length === 0 ? exitCodes.done : exitCodes.refused;
}

function sdl(line: CommandLine, settings: DoctorSettings): number {
  const manifest = readKnown(line, settings);
  if (manifest === null) return exitCodes.refused;
  const text = formsSdl(manifest);
  const out = line.values.get('out');
  if (out === undefined) return print(text.trimEnd());
  return write(out, text) ? exitCodes.done : refuse(messages[line.language].cannotWrite(out));
}

/** What records show, beside what the manifest knew; null where there is no tenant to look at, which has been told. */
async function look(
  { language }: CommandLine,
  settings: DoctorSettings,
  calls: number,
  before: FormsManifest,
): Promise<Inferred | null> {
  const inferred = await inferForms(settings, calls, before, manifestRules().schemaTypes, () => {
    complain(messages[language].emulator);
  });
  if (inferred === null) complain(messages[language].noTenant);
  return inferred;
}

function readKnown({ language }: CommandLine, settings: DoctorSettings): FormsManifest | null {
  const file = manifestFile(settings);
  const reading =
    file === null ? { ok: false as const, problems: [messages[language].noManifest] } : readFormsManifest(file);
  if (reading.ok) return reading.manifest;
  complain(reading.problems.join('\n'));
  return null;
}

function manifestFile({ formsManifestFile }: DoctorSettings): string | null {
  return formsManifestFile ?? (existsSync('forms.json') ? resolve('forms.json') : null);
}

function compareWith(file: string, added: string): readonly Drift[] | null {
  try {
    return compareForms(added, readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Whether the manifest says already that a field is gone. */
function isMarked(manifest: FormsManifest): (change: FieldChange) => boolean {
  const marked = new Set(
    [...caseFields(manifest), ...manifest.contacts.fields].flatMap(({ field, notSeen }) =>
      notSeen === true ? [field] : [],
    ),
  );
  return ({ field }) => field !== null && marked.has(field);
}

function lookedAt({ cases, contacts, calls }: Inferred, { language }: CommandLine): string {
  const say = messages[language];
  return say.looked(say.partOf(cases.records, cases.total), say.partOf(contacts.records, contacts.total), calls);
}

function asJson({ cases, contacts, calls, changes }: Inferred, more: object): string {
  return JSON.stringify({ version: 1, calls, cases, contacts, changes, ...more });
}

function write(file: string, text: string): boolean {
  try {
    writeFileSync(file, text);
    return true;
  } catch {
    return false;
  }
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return exitCodes.done;
}

function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

function refuse(text: string): number {
  complain(text);
  return exitCodes.refused;
}
