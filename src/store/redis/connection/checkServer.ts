import { messageOf, type RedisProblem } from './redisProblem.js';

const oldestVersion = [6, 2] as const;
/** Since then a client can wait until what it wrote is in the append-only file. */
const waitAofVersion = [7, 2] as const;

/** What a server can do, as it says itself. */
export interface ServerFacts {
  /** Whether WAITAOF waits until what was written is in the append-only file. */
  readonly waitsForFile: boolean;
  /** Why the server could forget what it was given; null where it does not. */
  readonly lossRisk: string | null;
}

/** The two questions that are asked of a server. */
export interface ServerQuestions {
  /** The text of `INFO server`. */
  info(): Promise<string>;
  /** The values of `CONFIG GET`; rejects where the server hides them. */
  config(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/**
 * Asks the server whether it keeps what it is given. Rejects when the connection fails. Gives a problem where the server
 * is too old to be used.
 */
export async function checkServer(
  ask: ServerQuestions,
  durability: 'verify' | 'trust',
): Promise<ServerFacts | RedisProblem> {
  const version = versionOf(await ask.info());
  if (version === null || !isAtLeast(version, oldestVersion)) {
    return { message: 'Redis is too old: 6.2 or newer is needed', isTemporary: false };
  }
  const waitsForFile = isAtLeast(version, waitAofVersion);
  const config = await readConfig(ask);
  if (config === null) {
    const lossRisk = 'Redis hides its configuration: set REDIS_DURABILITY=trust if it keeps what it is given';
    return { waitsForFile: false, lossRisk: durability === 'trust' ? null : lossRisk };
  }
  const hasFile = config.get('appendonly') === 'yes';
  const lossRisk = durability === 'trust' ? null : lossRiskOf(config, waitsForFile);
  return { waitsForFile: waitsForFile && hasFile, lossRisk };
}

function lossRiskOf(config: ReadonlyMap<string, string>, waitsForFile: boolean): string | null {
  const policy = config.get('maxmemory-policy');
  if (policy !== 'noeviction') return `Redis may evict keys: set maxmemory-policy noeviction (it is ${String(policy)})`;
  if (config.get('appendonly') !== 'yes') return 'Redis forgets on a restart: set appendonly yes';
  const isFlushed = waitsForFile || config.get('appendfsync') === 'always';
  return isFlushed ? null : 'Redis may lose the last second: set appendfsync always, or run 7.2 or newer';
}

/** Null where the server hides its configuration. */
async function readConfig(ask: ServerQuestions): Promise<ReadonlyMap<string, string> | null> {
  try {
    return await ask.config(['maxmemory-policy', 'appendonly', 'appendfsync']);
  } catch (error) {
    // The server's own words begin with a word in capitals; a connection that fails has none.
    if (/^(?:ERR|NOPERM)\b/.test(messageOf(error))) return null;
    throw error;
  }
}

function versionOf(info: string): readonly [number, number] | null {
  // Valkey says in `redis_version` which Redis it stands for.
  const [, major, minor] = /^redis_version:(\d+)\.(\d+)/m.exec(info) ?? [];
  return major === undefined || minor === undefined ? null : [Number(major), Number(minor)];
}

function isAtLeast(
  [major, minor]: readonly [number, number],
  [wantedMajor, wantedMinor]: readonly [number, number],
): boolean {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
