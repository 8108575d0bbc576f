import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readSources } from './support/sourceImports.js';
import { undocumentedExports } from './support/undocumentedExports.js';

/** What each folder of `src/` may import besides itself; the table of docs/architecture.md. */
const allowedArrows: Readonly<Record<string, readonly string[]>> = {
  'main.ts': ['composition', 'forms', 'server', 'reading', 'wolkvox'],
  composition: [
    'doctor',
    'forms',
    'startup',
    'server',
    'loaders',
    'live',
    'reading',
    'writing',
    'wolkvox',
    'http',
    'store',
    'model',
  ],
  'sdl.ts': ['composition', 'forms', 'server'],
  'journal.ts': ['cli', 'composition', 'server', 'wolkvox', 'store', 'model'],
  'forms.ts': ['cli', 'composition', 'forms', 'server', 'model'],
  'doctor.ts': ['cli', 'composition', 'doctor', 'server', 'reading', 'wolkvox'],
  doctor: ['cli', 'server', 'reading', 'wolkvox', 'model'],
  cli: ['forms', 'writing', 'store', 'model'],
  server: ['resolvers', 'loaders', 'live', 'writing', 'forms', 'model'],
  resolvers: ['loaders', 'live', 'writing', 'forms', 'model', '__generated__'],
  loaders: ['reading', 'model'],
  forms: ['model'],
  live: ['reading', 'model'],
  startup: ['reading', 'wolkvox', 'model'],
  reading: ['wolkvox', 'store', 'model'],
  writing: ['wolkvox', 'store', 'model'],
  wolkvox: ['http', 'store', 'model'],
  store: ['model'],
  http: [],
  model: [],
};

/** The files by which a layer is entered from another one: what it promises, not how. `composition/` and the programs build them and may take any. */
const entryPoints: Readonly<Record<string, readonly string[]>> = {
  resolvers: [
    'resolvers/index.ts',
    'resolvers/carriedFields.ts',
    'resolvers/Context.ts',
    'resolvers/entityKeys.ts',
    'resolvers/forms.ts',
    'resolvers/Mutation/WriteRules.ts',
    'resolvers/OperationPrice.ts',
    'resolvers/recordOnly.ts',
    'resolvers/rootReads.ts',
    'resolvers/selectedFields.ts',
  ],
  loaders: ['loaders/Loaders.ts'],
  forms: [
    'forms/FormView.ts',
    'forms/TenantForms.ts',
    'forms/inference/mergeManifest.ts',
    'forms/inference/proposeField.ts',
    'forms/typing/days.ts',
    'forms/typing/decimals.ts',
  ],
  live: ['live/LiveCases.ts'],
  reading: [
    'reading/Reader.ts',
    'reading/ChangeReader.ts',
    'reading/listKey.ts',
    'reading/predicate/normalizeFilter.ts',
    'reading/capabilities/CapabilityValues.ts',
    'reading/lookup/intervals.ts',
  ],
  writing: [
    'writing/Writer.ts',
    'writing/WriteObserver.ts',
    'writing/journal/JournalCipher.ts',
    'writing/operator/JournalOperator.ts',
    'writing/operator/journalFile.ts',
  ],
  wolkvox: [
    'wolkvox/PageCodec.ts',
    'wolkvox/WolkvoxClient.ts',
    'wolkvox/diagnosis/CrmProbe.ts',
    'wolkvox/diagnosis/SampleRow.ts',
  ],
  server: ['server/settings/doctorSettings.ts'],
  cli: ['cli/CommandLine.ts', 'cli/language.ts'],
  store: [
    'store/JournalStore.ts',
    'store/PageStore.ts',
    'store/QuotaStore.ts',
    'store/SharedLimits.ts',
    'store/StoreUnavailable.ts',
    'store/WriteLog.ts',
    'store/sealing.ts',
    'store/journalEntryText.ts',
  ],
  http: ['http/Transport.ts', 'http/failureReason.ts'],
};

/** What subfolders of a layer may import of the same layer; a folder that is not named here is not held to anything. */
const innerArrows: Readonly<Record<string, readonly string[]>> = {
  server: [
    'server/access',
    'server/graphql',
    'server/http',
    'server/limits',
    'server/live',
    'server/observability',
    'server/pages',
    'server/probes',
    'server/settings',
  ],
  'server/live': [
    ...['server/access', 'server/errors', 'server/graphql', 'server/http', 'server/limits', 'server/observability'],
    ...['server/price', 'server/process', 'server/request', 'server/settings'],
  ],
  'server/graphql': [
    ...['server/access', 'server/errors', 'server/execution', 'server/http', 'server/limits'],
    ...['server/observability', 'server/price'],
    ...['server/pages', 'server/process', 'server/request', 'server/settings'],
  ],
  'server/probes': ['server/errors', 'server/http', 'server/observability', 'server/process'],
  'server/process': ['server/access', 'server/observability', 'server/settings'],
  'server/request': ['server/errors', 'server/http', 'server/limits', 'server/settings'],
  'server/price': ['server/errors', 'server/limits'],
  'server/access': ['server/errors', 'server/observability', 'server/settings'],
  'server/http': ['server/errors', 'server/observability'],
  'server/limits': ['server/errors'],
  'server/observability': ['server/errors', 'server/settings'],
  'server/errors': [],
  'server/execution': [],
  'server/pages': [],
  'server/settings': [],
  'writing/recovery': ['writing/journal'],
  'writing/operator': ['writing/journal'],
  'writing/journal': [],
  'reading/catalogue': [],
  'reading/predicate': ['reading/catalogue'],
  'reading/planner': ['reading/predicate', 'reading/catalogue', 'reading'],
  'reading/capabilities': [],
  'reading/executor': [
    'reading/planner',
    'reading/predicate',
    'reading/catalogue',
    'reading/cache',
    'reading/capabilities',
    'reading',
  ],
  'reading/lookup': ['reading/cache', 'reading'],
  'reading/cache': ['reading'],
  'store/embedded': ['store'],
  'store/redis': ['store'],
  store: [],
};

/** The two programs: the subgraph, and the package with the emulator. Each has one reader of the environment. */
const programs = [
  { name: 'the subgraph', folder: 'src', environmentReader: 'server/settings/environment.ts', other: /emulator/i },
  { name: 'the emulator', folder: 'packages/wolkvox-emulator/src', environmentReader: 'config.ts', other: /subgraph/i },
].map((program) => ({ ...program, files: readSources(program.folder) }));

const sources = readSources('src');
const emulatorSources = readSources('packages/wolkvox-emulator/src');
const folderOf = (path: string): string => path.split('/')[0] ?? path;

describe('the house', () => {
  test('has only the folders that its table names', () => {
    expect(new Set(sources.map(({ path }) => folderOf(path)))).toEqual(new Set(Object.keys(allowedArrows)));
  });

  test('lets data flow one way: every import follows an allowed arrow', () => {
    const wrong = sources.flatMap(({ path, ownImports }) =>
      ownImports
        .filter((target) => folderOf(target) !== folderOf(path))
        .filter((target) => !(allowedArrows[folderOf(path)] ?? []).includes(folderOf(target)))
        .map((target) => `${path} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('lets data flow one way inside a layer too', () => {
    const subfolderOf = (path: string): string => path.split('/').slice(0, -1).slice(0, 2).join('/');
    const wrong = sources.flatMap(({ path, ownImports }) => {
      const from = subfolderOf(path);
      const allowed = innerArrows[from];
      if (allowed === undefined) return [];
      return ownImports
        .filter((target) => folderOf(target) === folderOf(path) && subfolderOf(target) !== from)
        .filter((target) => !allowed.includes(subfolderOf(target)))
        .map((target) => `${path} → ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  test('holds every subfolder of the server, and no two of them to each other', () => {
    const subfolders = new Set(
      sources.flatMap(({ path }) => (folderOf(path) === 'server' ? path.split('/').slice(0, -1).join('/') : [])),
    );
    expect([...subfolders].filter((name) => !Object.hasOwn(innerArrows, name))).toEqual([]);
    const reaches = (from: string, seen: ReadonlySet<string> = new Set()): ReadonlySet<string> =>
      (innerArrows[from] ?? []).reduce<ReadonlySet<string>>(
        (known, next) => (known.has(next) ? known : reaches(next, new Set([...known, next]))),
        seen,
      );
    expect(Object.keys(innerArrows).filter((name) => reaches(name).has(name))).toEqual([]);
  });

  test('lets a layer be entered through its entry points only: nobody but composition/ and programs reaches behind them', () => {
    const behind = sources
      .filter(({ path }) => path.includes('/') && folderOf(path) !== 'composition')
      .flatMap(({ path, ownImports }) =>
        ownImports
          .filter((target) => folderOf(target) !== folderOf(path))
          .filter((target) => entryPoints[folderOf(target)]?.includes(target) === false)
          .map((target) => `${path} → ${target}`),
      );
    expect(behind).toEqual([]);
  });

  test.each(programs)('has no import cycle in $name', ({ files }) => {
    const importsOf = new Map(files.map(({ path, ownImports }) => [path, ownImports]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      if (done.has(path) || trail.includes(path)) return;
      for (const next of importsOf.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const { path } of files) visit(path, []);
    expect(cycles).toEqual([]);
  });

  test.each(programs)('reads the environment of $name in one place', ({ files, environmentReader }) => {
    const readers = files.filter(({ text }) => /\bprocess\s*\.\s*env\b/.test(text)).map(({ path }) => path);
    expect(readers).toEqual([environmentReader]);
  });

  test.each(programs)('lets $name import nothing of the other program', ({ files, other }) => {
    const foreign = files.flatMap(({ path, ownImports, foreignImports }) =>
      [
        ...ownImports.filter((target) => target.startsWith('../')),
        ...foreignImports.filter((name) => other.test(name)),
      ].map((target) => `${path} → ${target}`),
    );
    expect(foreign).toEqual([]);
  });

  test('makes the emulator of Node’s modules only, with nothing to install beside it', () => {
    const foreign = emulatorSources
      .flatMap(({ path, foreignImports }) => foreignImports.map((name) => ({ path, name })))
      .filter(({ name }) => !name.startsWith('node:'));
    expect(foreign).toEqual([]);
    const manifest = readFileSync(new URL('../packages/wolkvox-emulator/package.json', import.meta.url), 'utf8');
    expect(Object.keys(JSON.parse(manifest) as object).filter((key) => /dependencies|scripts/i.test(key))).toEqual([]);
  });

  test('keeps pure layers free of I/O and of GraphQL', () => {
    const impure = sources
      .filter(({ path }) => ['model'].includes(folderOf(path)))
      .flatMap(({ path, foreignImports }) => foreignImports.map((name) => `${path} → ${name}`));
    expect(impure).toEqual([]);
    const graphqlBelowResolvers = sources
      .filter(({ path }) => !['server', 'resolvers'].includes(folderOf(path)))
      .filter(({ foreignImports }) => foreignImports.some((name) => /^graphql|^@apollo\//.test(name)))
      .map(({ path }) => path);
    expect(graphqlBelowResolvers).toEqual([]);
  });

  test('speaks the vendor’s spelling in wolkvox/ only', () => {
    const vendorWords = /wolkvox_(?!activities)[a-z]|tipif[iy]|idPrefijo|\bcaseType\b|queryCases|\bwolkvox-id\b/;
    const leaks = sources
      .filter(({ path }) => folderOf(path) !== 'wolkvox')
      .filter(({ text }) => vendorWords.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')))
      .map(({ path }) => path);
    expect(leaks).toEqual([]);
  });

  test('says in words what every exported function and class promises', () => {
    const silent = [...sources, ...emulatorSources].flatMap(({ path, text }) =>
      undocumentedExports(text).map((name) => `${path}: ${name}`),
    );
    expect(silent).toEqual([]);
  });

  test('keeps files small enough to be one concept', () => {
    const long = [...sources, ...emulatorSources]
      .filter(({ text }) => text.split('\n').length > 400)
      .map(({ path }) => path);
    expect(long).toEqual([]);
  });
});
