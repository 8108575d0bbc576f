import type { EmulatorOptions } from './Emulator.js';

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

/** Options of the emulator as a program, from its environment; throws ConfigError. The only reader of process.env. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): EmulatorOptions {
  const seed = integer(environment, 'EMULATOR_SEED', 0, 2 ** 31);
  const operation = environment['EMULATOR_OPERATION'];
  const token = environment['EMULATOR_TOKEN'];
  const timeZone = environment['EMULATOR_TIME_ZONE'];
  const concurrency = integer(environment, 'EMULATOR_CONCURRENCY', 1, 100_000);
  const dailyQuota = integer(environment, 'EMULATOR_DAILY_QUOTA', 0, 1_000_000_000);
  const latencyMs = integer(environment, 'EMULATOR_LATENCY_MS', 0, 600_000);
  if (timeZone !== undefined && timeZone !== '') {
    try {
      new Intl.DateTimeFormat('en-US', { timeZone });
    } catch {
      throw new ConfigError('EMULATOR_TIME_ZONE must be an IANA time zone');
    }
  }
  return {
    port: integer(environment, 'EMULATOR_PORT', 0, 65_535) ?? defaultPort,
    host: environment['EMULATOR_HOST'] ?? '127.0.0.1',
    ...(operation ? { operation } : {}),
    ...(token ? { token } : {}),
    ...(timeZone ? { timeZone } : {}),
    ...(seed === undefined ? {} : { seed }),
    settings: {
      ...(concurrency === undefined ? {} : { maxConcurrency: concurrency }),
      ...(dailyQuota === undefined ? {} : { dailyQuota }),
      ...(latencyMs === undefined ? {} : { latencyMs }),
    },
  };
}
