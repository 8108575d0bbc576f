import { writeFileSync } from 'node:fs';
import { askYesNo } from './cli/askYesNo.js';
import { type CommandLine, exitCodes, readCommandLine } from './cli/CommandLine.js';
import { profileOf, profileText } from './doctor/profileOf.js';
import { renderReport, toJson } from './doctor/report.js';
import { runDoctor } from './composition/runDoctor.js';
import { isContactAddress } from './doctor/probeWrite.js';
import { notices, usage } from './doctor/usage.js';
import { readTenantProfile } from './composition/readTenantProfile.js';
import { TenantCapabilities } from './reading/capabilities/TenantCapabilities.js';
import { readDoctorSettings } from './server/settings/doctorSettings.js';
import { readEnvironment } from './server/settings/environment.js';
import { systemClock } from './wolkvox/systemClock.js';

process.exitCode = await main(process.argv.slice(2));

/** Examines the tenant that the settings name and says what to do; its exit code. */
async function main(typed: readonly string[]): Promise<number> {
  const line = readCommandLine(
    typed,
    { values: ['calls', 'write-profile', 'probe-write'], flags: ['yes', 'show'] },
    readEnvironment()['LANG'],
  );
  const calls = Number(line?.values.get('calls') ?? '15');
  if (line === null || line.words.length > 0 || !Number.isInteger(calls) || calls < 0) {
    process.stderr.write(`${usage[line?.language ?? 'es']}\n`);
    return exitCodes.usage;
  }
  if (line.flags.has('help')) return print(usage[line.language]);
  return line.flags.has('show') ? show(line) : diagnose(line, calls);
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return exitCodes.done;
}

/** What is in force by profile and settings. No call. */
function show(line: CommandLine): number {
  const settings = readDoctorSettings();
  const reading = readTenantProfile(settings.tenantProfileFile);
  if (!reading.ok) {
    process.stderr.write(`${reading.problems.join('\n')}\n`);
    return exitCodes.refused;
  }
  const capabilities = new TenantCapabilities({ profile: reading.profile, settings, clock: systemClock });
  const facts = capabilities.facts();
  if (line.flags.has('json')) return print(JSON.stringify({ version: 1, capabilities: facts }));
  return print(facts.map(({ name, value, origin }) => `${name.padEnd(32)}${value.padEnd(20)}${origin}`).join('\n'));
}

async function diagnose(line: CommandLine, calls: number): Promise<number> {
  const { language } = line;
  const settings = readDoctorSettings();
  if (settings.problems.length > 0) {
    process.stderr.write(`${settings.problems.join('\n')}\n`);
    return exitCodes.refused;
  }
  const probeWriteFor = line.values.get('probe-write') ?? null;
  if (probeWriteFor !== null && !isContactAddress(probeWriteFor)) {
    process.stderr.write(`${notices.noAddress[language]}\n`);
    return exitCodes.usage;
  }
  if (probeWriteFor !== null && !line.flags.has('yes') && !process.stdin.isTTY) {
    process.stderr.write(`${notices.noTerminal[language]}\n`);
    return exitCodes.usage;
  }
  const { findings, calls: spent } = await runDoctor({
    settings,
    calls,
    probeWriteFor,
    mayWrite: async () =>
      line.flags.has('yes') || (await askYesNo(notices.ask[language], process.stdin, process.stderr)),
    clock: systemClock,
  });
  print(line.flags.has('json') ? toJson(findings, spent, language) : renderReport(findings, spent, language));
  const file = line.values.get('write-profile');
  if (file !== undefined && !writeProfile(file)) return exitCodes.refused;
  return findings.some(({ status }) => status === 'fail') ? exitCodes.refused : exitCodes.done;

  function writeProfile(path: string): boolean {
    const before = readTenantProfile(path);
    try {
      const text = profileText(profileOf(findings), new Date(systemClock.now()), before.ok ? before.profile : {});
      writeFileSync(path, text);
      process.stderr.write(`${notices.written[language]} ${path}\n`);
      return true;
    } catch {
      process.stderr.write(`${notices.cannotWrite[language]} ${path}\n`);
      return false;
    }
  }
}
