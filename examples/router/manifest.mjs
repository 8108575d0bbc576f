import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Kind, parse, print, visit } from 'graphql';

/**
 * Makes the manifest that routers and registries take out of the operations that code generation has found, in Apollo's
 * format: each with `__typename` in every selection but the operation's own, as Apollo Client needs it, under the SHA-256
 * of that text. Throws for an operation without a name, or with that of another: clients find their ids by the names.
 *
 * @param {Readonly<Record<string, string>>} documents as in `persisted-documents.json`: any id, and the document
 */
export function makeManifest(documents) {
  const operations = Object.values(documents).map((document) => {
    const withTypenames = addTypenames(parse(document));
    const operation = withTypenames.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    if (operation?.kind !== Kind.OPERATION_DEFINITION || operation.name === undefined) {
      throw new Error(`an operation has no name: ${document.slice(0, 80)}`);
    }
    const body = print(withTypenames);
    const id = createHash('sha256').update(body).digest('hex');
    return { id, name: operation.name.value, type: operation.operation, body };
  });
  const names = operations.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two operations have the name ${twice}`);
  return { format: 'apollo-persisted-query-manifest', version: 1, operations };
}

/** @param {import('graphql').DocumentNode} document */
function addTypenames(document) {
  /** @type {import('graphql').FieldNode} */
  const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
  return visit(document, {
    SelectionSet(node, _key, parent) {
      const isRoot = parent !== undefined && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION;
      const hasIt = node.selections.some(
        (selection) => selection.kind === Kind.FIELD && selection.name.value === '__typename',
      );
      return isRoot || hasIt ? undefined : { ...node, selections: [...node.selections, typename] };
    },
  });
}

const [, program = '', file] = process.argv;
if (import.meta.url === pathToFileURL(program).href) {
  if (file === undefined) throw new Error('usage: node examples/router/manifest.mjs persisted-documents.json');
  process.stdout.write(`${JSON.stringify(makeManifest(JSON.parse(readFileSync(file, 'utf8'))), null, 2)}\n`);
}
