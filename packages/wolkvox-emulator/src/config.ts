import { InputError, ObjectReader } from './control/ObjectReader.js';
import type { EmulatorOptions } from './Emulator.js';
import { parseJson } from './Json.js';
import { isTimeZone } from './LocalTime.js';
import { datasetNames } from './seed/Dataset.js';
import { readSettings, type Settings } from './Settings.js';

const defaultPort = 4010;

/** Thrown for a setting that cannot be read; the message names it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

function integer(environment: NodeJS.ProcessEnv, name: string, from: number, to: number): number | undefined {
  const text = environment[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < from || value > to)
    throw new ConfigError(`${name} must be a whole number from ${from} to ${to}`);
  return value;
}

/** The switches in a text of JSON, by name. */
function settingsOf(text: string | undefined): Partial<Settings> {
  if (text === undefined || text === '') return {};
  try {
    return readSettings(new ObjectReader(parseJson(text), 'EMULATOR_SETTINGS'));
  } catch (error) {
    throw error instanceof InputError ? new ConfigError(error.message) : error;
  }
}

/** Options of the emulator as a program, from its environment; throws ConfigError. The only reader of process.env. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): EmulatorOptions {
  const seed = integer(environment, 'EMULATOR_SEED', 0, 2 ** 31);
  const operation = environment['EMULATOR_OPERATION'];
  const token = environment['EMULATOR_TOKEN'];
  const timeZone = environment['EMULATOR_TIME_ZONE'];
  const concurrency = integer(environment, 'EMULATOR_CONCURRENCY', 1, 100_000);
  const dailyQuota = integer(environment, 'EMULATOR_DAILY_QUOTA', 0, 1_000_000_000);
  const latencyMs = integer(environment, 'EMULATOR_LATENCY_MS', 0, 600_000);
  const duplicateContacts = integer(environment, 'EMULATOR_DUPLICATE_CONTACTS', 0, 100_000);
  const datasetName = environment['EMULATOR_DATASET'];
  const dataset = datasetNames.find((known) => known === datasetName);
  if (timeZone && !isTimeZone(timeZone)) throw new ConfigError('EMULATOR_TIME_ZONE must be an IANA time zone');
  if (datasetName && dataset === undefined)
    throw new ConfigError(`EMULATOR_DATASET must be one of ${datasetNames.join(', ')}`);
  return {
    port: integer(environment, 'EMULATOR_PORT', 0, 65_535) ?? defaultPort,
    host: environment['EMULATOR_HOST'] ?? '127.0.0.1',
    ...(operation ? { operation } : {}),
    ...(token ? { token } : {}),
    ...(timeZone ? { timeZone } : {}),
    ...(seed === undefined ? {} : { seed }),
    ...(dataset === undefined ? {} : { dataset }),
    ...(duplicateContacts === undefined ? {} : { duplicateContacts }),
    settings: {
      ...settingsOf(environment['EMULATOR_SETTINGS']),
      ...(concurrency === undefined ? {} : { maxConcurrency: concurrency }),
      ...(dailyQuota === undefined ? {} : { dailyQuota }),
      ...(latencyMs === undefined ? {} : { latencyMs }),
    },
  };
}
