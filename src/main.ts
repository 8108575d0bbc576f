import { loadGraphQLParts } from './composition/createGraphQLApp.js';
import { serve } from './composition/serve.js';
import type { FormsManifest } from './forms/FormsManifest.js';
import { readTenantProfile } from './composition/readTenantProfile.js';
import { type Config, readConfig } from './server/settings/config.js';
import { startDevelopmentEmulator } from './server/process/developmentEmulator.js';
import { createLogger } from './server/observability/createLogger.js';
import { createRedactor } from './server/observability/createRedactor.js';
import { describeError } from './server/observability/describeError.js';
import { LogSink } from './server/observability/LogSink.js';
import { warnOfSettings } from './server/process/warnOfSettings.js';
import { packageVersion } from './server/process/packageVersion.js';
import { ProcessEnd } from './server/process/ProcessEnd.js';
import { StartFailure } from './server/process/StartFailure.js';
import { systemClock } from './wolkvox/systemClock.js';

const output = new LogSink({ stream: process.stdout });
const errorOutput = new LogSink({ stream: process.stderr });
const processEnd = new ProcessEnd([output, errorOutput]);

main().catch((error: unknown) => {
  const log = createLogger('info', (text) => text, errorOutput);
  if (error instanceof StartFailure) for (const problem of error.problems) log.fatal(problem);
  else log.fatal({ error: describeError(error) }, 'cannot start');
  return processEnd.exit(1);
});

/** Reads the settings, finds a CRM to speak to, and serves it. */
async function main(): Promise<void> {
  const reading = readConfig();
  if (!reading.ok) throw new StartFailure(reading.problems);
  const { config, warnings } = reading;
  const profile = readTenantProfile(config.tenantProfileFile);
  if (!profile.ok) throw new StartFailure(profile.problems);
  const formsManifest = await readForms(config.formsManifestFile);
  const [emulator] = await Promise.all([config.upstream ? null : startDevelopmentEmulator(), loadGraphQLParts()]);
  const upstream = config.upstream ?? emulator?.upstream;
  if (!upstream) throw new StartFailure(['WOLKVOX_BASE_URL is missing']);

  const redact = createRedactor([upstream.token, ...config.routerSecrets, ...redisSecrets(config.redis)]);
  const log = createLogger(config.logLevel, redact, output);
  processEnd.onUncaught(log);
  warnOfSettings(log, { config, warnings, emulatorUrl: emulator?.upstream.baseUrl ?? null });

  const version = packageVersion();
  const addresses = await serve({
    config,
    profile: profile.profile,
    formsManifest,
    upstream,
    isEmulated: emulator !== null,
    version,
    clock: systemClock,
    redact,
    log,
    droppedLogLines: () => output.dropped,
    closables: [{ name: 'emulator', close: async () => emulator?.stop() }],
    onShutdown: (shutDown) => {
      processEnd.onSignal(shutDown);
    },
  });
  // Whoever started the process waits for this line, whatever the log level.
  createLogger('info', redact, output).info({ ...addresses, version }, 'listening');
}

/** The manifest of typed forms. What reads it is loaded where there is one. */
async function readForms(file: string | null): Promise<FormsManifest | null> {
  if (file === null) return null;
  const { readFormsManifest } = await import('./composition/readForms.js');
  const forms = readFormsManifest(file);
  if (!forms.ok) throw new StartFailure(forms.problems);
  return forms.manifest;
}

/** The password in the address of Redis, as it is written there and as it is sent. */
function redisSecrets(redis: Config['redis']): readonly string[] {
  const password = redis?.url.password ?? '';
  return password === '' ? [] : [...new Set([password, decodeURIComponent(password)])];
}
