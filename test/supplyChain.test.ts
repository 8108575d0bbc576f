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
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, unknown>>;
}

interface Lockfile {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
/** Our own packages: where each lies, and the link by which the others find it. */
const ownPackages: Readonly<Record<string, string>> = { 'node_modules/wolkvox-emulator': 'packages/wolkvox-emulator' };
const ownPaths = new Set(['', ...Object.entries(ownPackages).flat()]);

/** What is installed together: the project, and what single commands install when they are first run. */
const installations = ['.', 'bench/peers', 'examples', 'examples/desk', 'examples/relay', 'tools/mutation'].map(
  (folder) => {
    const { dependencies, devDependencies, overrides = {} } = read(`${folder}/package.json`) as Manifest;
    const { lockfileVersion, packages } = read(`${folder}/package-lock.json`) as Lockfile;
    return {
      folder,
      wanted: Object.entries({ ...dependencies, ...devDependencies }),
      overrides,
      lockfileVersion,
      packages,
      locked: Object.entries(packages).filter(([path]) => !ownPaths.has(path)),
    };
  },
);

describe('what is installed', () => {
  test.each(installations)('is pinned exactly in $folder', ({ wanted, overrides }) => {
    expect(wanted.length).toBeGreaterThan(1);
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(JSON.stringify(overrides)).not.toMatch(/[~^*><]|latest|:\/\/|git|file:/);
  });

  test.each(installations)('is what the manifest of $folder says', ({ wanted, packages }) => {
    for (const [name, version] of wanted)
      expect([name, packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
  });

  test.each(installations)('is known by its hash, all of it, in $folder', ({ lockfileVersion, locked }) => {
    expect(lockfileVersion).toBe(3);
    expect(locked.length).toBeGreaterThan(10);
    const unknown = locked.filter(([, { integrity, link }]) => link === true || !/^sha512-/.test(integrity ?? ''));
    expect(unknown.map(([path]) => path)).toEqual([]);
  });

  test('has links to our own packages only, which bring nothing with them', () => {
    const packages = installations[0]?.packages ?? {};
    for (const [link, folder] of Object.entries(ownPackages)) {
      expect(packages[link]).toEqual({ resolved: folder, link: true });
      expect(Object.keys(packages[folder] ?? {}).sort()).toEqual(['bin', 'engines', 'license', 'version']);
    }
  });

  test.each(installations)('comes from the registry of npm and from nowhere else, in $folder', ({ locked }) => {
    const foreign = locked.filter(
      ([, { resolved }]) => resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'),
    );
    expect(foreign.map(([path]) => path)).toEqual([]);
  });
});
