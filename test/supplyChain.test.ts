import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, unknown>>;
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const manifest = read('package.json') as Manifest;
const lockfile = read('package-lock.json') as {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
/** Our own packages: where each lies, and the link by which the others find it. */
const ownPackages: Readonly<Record<string, string>> = { 'node_modules/wolkvox-emulator': 'packages/wolkvox-emulator' };
const ownFolders = Object.values(ownPackages);
const locked = Object.entries(lockfile.packages).filter(
  ([path]) => path !== '' && !Object.hasOwn(ownPackages, path) && !ownFolders.includes(path),
);

/**
 * The oldest versions that may be installed, for each line of releases: those with the last known flaw mended, or with
 * which the limits were tried. Raise one when an advisory appears.
 */
const oldestSafe: Readonly<Record<string, readonly string[]>> = {
  // Those with which the lists of attacks were tried.
  '@apollo/server': ['5.5.1'],
  '@apollo/subgraph': ['2.14.4'],
  // Earlier ones take seconds to validate a document of overlapping fields.
  graphql: ['16.15.0'],
  // Earlier ones could be made to skip the body's schema by its content type.
  fastify: ['5.12.0'],
  'find-my-way': ['9.10.0'],
  'secure-json-parse': ['4.0.0'],
  // Earlier ones lost memory to servers with bad certificates.
  undici: ['7.30.0'],
  jose: ['4.15.9', '6.0.0'],
  pino: ['10.0.0'],
  lmdb: ['3.5.0'],
  // Below only tools for development stand; their flaws would matter to whoever builds.
  ws: ['8.17.1'],
  'cross-spawn': ['7.0.6'],
  micromatch: ['4.0.8'],
  braces: ['3.0.3'],
  'body-parser': ['2.2.1'],
  qs: ['6.14.1'],
  'form-data': ['4.0.4'],
  axios: ['1.12.0'],
  'js-yaml': ['3.14.2', '4.1.1'],
  json5: ['2.2.3'],
  semver: ['6.3.1', '7.5.2'],
  tmp: ['0.2.4'],
  protobufjs: ['7.5.0'],
  'brace-expansion': ['2.0.2', '5.0.0'],
  'follow-redirects': ['1.15.6'],
  'http-cache-semantics': ['4.1.1'],
  'word-wrap': ['1.2.4'],
};

const numbers = (version: string): readonly number[] => version.split(/[.+-]/, 3).map(Number);

function isAtLeast(version: string, least: string): boolean {
  const wanted = numbers(least);
  for (const [index, part] of numbers(version).entries()) {
    if (part !== wanted[index]) return part > (wanted[index] ?? 0);
  }
  return true;
}

/** Safe within its own line of releases; lines newer than every one in the table are. */
function isSafe(version: string, leastOfLines: readonly string[]): boolean {
  const line = numbers(version)[0] ?? 0;
  const own = leastOfLines.find((least) => numbers(least)[0] === line);
  return own === undefined ? leastOfLines.every((least) => (numbers(least)[0] ?? 0) < line) : isAtLeast(version, own);
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

describe('what is installed', () => {
  test('is pinned exactly', () => {
    const { dependencies, devDependencies } = manifest;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
    expect(JSON.stringify(manifest.overrides)).not.toMatch(/[~^*><]|latest|:\/\/|git|file:/);
  });

  test('is what the manifest says', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect([name, lockfile.packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
    }
  });

  test('is known by its hash, all of it', () => {
    expect(lockfile.lockfileVersion).toBe(3);
    expect(locked.length).toBeGreaterThan(100);
    const unknown = locked.filter(([, { integrity, link }]) => link === true || !/^sha512-/.test(integrity ?? ''));
    expect(unknown.map(([path]) => path)).toEqual([]);
  });

  test('has links to our own packages only, which bring nothing with them', () => {
    for (const [link, folder] of Object.entries(ownPackages)) {
      expect(lockfile.packages[link]).toEqual({ resolved: folder, link: true });
      expect(Object.keys(lockfile.packages[folder] ?? {}).sort()).toEqual(['bin', 'engines', 'license', 'version']);
    }
  });

  test('comes from the registry of npm and from nowhere else', () => {
    const foreign = locked.filter(
      ([, { resolved }]) => resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'),
    );
    expect(foreign.map(([path]) => path)).toEqual([]);
  });

  test('is no older than what is safe', () => {
    const old = locked.flatMap(([path, { version = '' }]) => {
      const leastOfLines = oldestSafe[nameOf(path)];
      return leastOfLines && !isSafe(version, leastOfLines) ? [`${path} ${version}`] : [];
    });
    expect(old).toEqual([]);
  });

  test('is compared by numbers, each line of releases by itself', () => {
    expect(isSafe('16.9.0', ['16.15.0'])).toBe(false);
    expect(isSafe('16.15.0', ['16.15.0'])).toBe(true);
    expect(isSafe('17.0.0', ['16.15.0'])).toBe(true);
    expect(isSafe('15.99.0', ['16.15.0'])).toBe(false);
    expect(isSafe('7.5.1', ['6.3.1', '7.5.2'])).toBe(false);
  });
});
