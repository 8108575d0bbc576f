import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildASTSchema, parse } from 'graphql';

// Compares `schema/` with that of the last release (the nearest tag vX.Y.Z) and lists what has changed. A change that
// breaks clients fails, unless the version in package.json says so: another major, or another minor below 1.0.0.
//
// usage: node tools/schemaDiff.mjs [FOLDER]   the repository, by default this one

const [root = '.'] = process.argv.slice(2);

/** @param {readonly string[]} parameters */
const git = (...parameters) => execFileSync('git', parameters, { cwd: root, encoding: 'utf8', stdio: 'pipe' });

/** @param {readonly string[]} texts */
const schemaOf = (texts) => buildASTSchema(parse(texts.join('\n')), { assumeValidSDL: true });

/** @returns {string | null} */
function lastTag() {
  try {
    return git('describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*').trim();
  } catch {
    return null;
  }
}

/** What a version promises: the same schema, and no less, while this does not change. @param {string} version */
function promise(version) {
  const [major = '0', minor = '0'] = version.replace(/^v/, '').split('.');
  return major === '0' ? `0.${minor}` : major;
}

const tag = lastTag();
if (tag === null) {
  console.log('There is no release yet: nothing to compare the schema with.');
} else {
  const names = git('ls-tree', '--name-only', tag, 'schema/')
    .split('\n')
    .filter((name) => name.endsWith('.graphql'));
  const before = schemaOf(names.map((name) => git('show', `${tag}:${name}`)));
  const files = readdirSync(join(root, 'schema')).filter((name) => name.endsWith('.graphql'));
  const after = schemaOf(files.map((name) => readFileSync(join(root, 'schema', name), 'utf8')));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const changes = await diff(before, after);
  const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
  console.log(`Since ${tag}: ${changes.length} changes of the schema, ${breaking.length} of them breaking.`);
  for (const { criticality, message } of changes) console.log(`${criticality.level}: ${message}`);
  if (breaking.length > 0 && promise(version) === promise(tag)) {
    console.error(`Clients of ${tag} would break: take the changes back, or raise the version in package.json.`);
    process.exitCode = 1;
  }
}
