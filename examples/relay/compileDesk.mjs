import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Kind, parse, print, visit } from 'graphql';

// Has Relay's compiler take the desk's operations. It wants its own names for them and for fragments, and its own word
// for lists that are paged.
const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
/** @type {Record<string, string>} */
const manifest = JSON.parse(readFileSync(here('../desk/src/graphql/persisted-documents.json'), 'utf8'));

/** Every definition once: documents repeat the fragments that they use. */
const definitions = new Map(
  Object.values(manifest)
    .flatMap((text) => parse(text).definitions)
    .map((definition) => [nameOf(definition), print(inRelaysWords(definition))]),
);
const tags = [...definitions.values()].map((text) => `graphql\`\n${text}\n\`;\n`);

rmSync(here('generated'), { recursive: true, force: true });
mkdirSync(here('generated/artifacts'), { recursive: true });
mkdirSync(here('generated/src'));
writeFileSync(here('generated/src/desk.js'), tags.join('\n'));
copyFileSync(here('../desk/schema.graphql'), here('generated/schema.graphql'));
const compiler = [here('node_modules/relay-compiler/cli.js'), '--noWatchman', here('relay.config.json')];
const { status } = spawnSync(process.execPath, compiler, { cwd: here('.'), stdio: ['ignore', 'ignore', 'inherit'] });
process.exitCode = status ?? 1;

/** @param {import('graphql').DefinitionNode} definition */
function inRelaysWords(definition) {
  return visit(definition, {
    OperationDefinition: (node) => ({ ...node, name: named(relayNameOf(node)) }),
    FragmentDefinition: (node) => ({ ...node, name: named(`desk_${node.name.value}`) }),
    FragmentSpread: (node) => ({
      ...node,
      name: named(`desk_${node.name.value}`),
      // The test reads whole answers; components would read their own fragments.
      directives: directivesOf('@relay(mask: false)'),
    }),
    Field: (node) =>
      node.name.value === 'cases' && node.arguments?.some(({ name }) => name.value === 'after')
        ? { ...node, directives: directivesOf('@connection(key: "desk_cases", filters: ["filter", "order"])') }
        : undefined,
  });
}

/** @param {import('graphql').OperationDefinitionNode} operation */
function relayNameOf({ name, operation }) {
  return `desk${name?.value ?? ''}${operation.replace(/^./, (letter) => letter.toUpperCase())}`;
}

/** @param {import('graphql').DefinitionNode} definition */
function nameOf(definition) {
  return 'name' in definition ? definition.name?.value : undefined;
}

/** @param {string} value @returns {import('graphql').NameNode} */
function named(value) {
  return { kind: Kind.NAME, value };
}

/** @param {string} text */
function directivesOf(text) {
  const [definition] = parse(`{ field ${text} }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return definition.selectionSet.selections[0]?.directives ?? [];
}
