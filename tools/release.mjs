import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import applyReleasePlan from '@changesets/apply-release-plan';
import assembleReleasePlan from '@changesets/assemble-release-plan';
import { parse } from '@changesets/config';
import readChangesets from '@changesets/read';

// Takes the notes in `.changeset/`, raises the versions of the subgraph and of the emulator as they ask, and writes them
// into the CHANGELOGs. The command of Changesets does not see a package at the root of a workspace; its libraries do.

const root = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..');

/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** @param {string} folder @returns {{ dir: string, packageJson: any }} */
const packageAt = (folder) => ({ dir: join(root, folder), packageJson: readJson(join(folder, 'package.json')) });

/** @type {import('@changesets/types').PreState | undefined} */
const noPrerelease = undefined;
const [subgraph, emulator] = [packageAt('.'), packageAt('packages/wolkvox-emulator')];
/** @type {Parameters<typeof assembleReleasePlan>[1]} */
const packages = { tool: 'yarn', root: subgraph, packages: [subgraph, emulator] };
const config = parse(readJson('.changeset/config.json'), packages);
const changesets = await readChangesets(root);
const plan = assembleReleasePlan(changesets, packages, config, noPrerelease);
await applyReleasePlan(plan, packages, config);

for (const { name, oldVersion, newVersion } of plan.releases) console.log(`${name}: ${oldVersion} → ${newVersion}`);
console.log(
  plan.releases.length === 0
    ? 'Nothing is to be released: .changeset/ holds no notes.'
    : 'Next: npm install --package-lock-only, look at the CHANGELOGs, commit, tag vX.Y.Z.',
);
