import { describe, expect, test } from '@jest/globals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  isTypeSystemDefinitionNode,
  isTypeSystemExtensionNode,
  visit,
  type ASTNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeSystemDefinitionNode,
  type TypeSystemExtensionNode,
} from 'graphql';
import { parseSchema, readSchemaSources } from './support/schemaSources.js';

const document = parseSchema();

type PartNode = FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode;

/** Types and their extensions, fields, arguments, input fields and enum values. */
function isTypeSystemNode(node: ASTNode): node is TypeSystemDefinitionNode | TypeSystemExtensionNode | PartNode {
  const isPart = /^(?:Field|InputValue|EnumValue)Definition$/.test(node.kind);
  return isPart || isTypeSystemDefinitionNode(node) || isTypeSystemExtensionNode(node);
}

describe('the schema', () => {
  test('describes every element', () => {
    const nameless: string[] = [];
    const scope: string[] = [];
    visit(document, {
      enter(node) {
        if (!isTypeSystemNode(node) || !('name' in node)) return;
        scope.push(node.name.value);
        // What extends a type has no description of its own; everything else has to have one.
        const description = 'description' in node ? node.description : undefined;
        if (!isTypeSystemExtensionNode(node) && description === undefined) nameless.push(scope.join('.'));
      },
      leave(node) {
        if (isTypeSystemNode(node) && 'name' in node) scope.pop();
      },
    });
    expect(scope).toEqual([]);
    expect(nameless).toEqual([]);
  });

  test('is a valid subgraph', () => {
    expect(() => buildSubgraphSchema([{ typeDefs: document }])).not.toThrow();
  });

  test('links federation in one file only, at a version that every common composer takes', () => {
    const linking = [...readSchemaSources()].filter(([, text]) => text.includes('@link'));
    expect(linking.map(([name]) => name)).toEqual(['federation.graphql']);
    expect(linking[0]?.[1]).toContain('federation/v2.9');
  });

  test('uses no directive that composers drop or gateways refuse', () => {
    const used = new Set<string>();
    visit(document, { Directive: (node) => void used.add(node.name.value) });
    expect([...used].sort()).toEqual(['cost', 'key', 'link', 'listSize', 'shareable', 'specifiedBy', 'tag']);
  });

  test('marks every field that identifies a person', () => {
    const tagged: string[] = [];
    let type = '';
    visit(document, {
      ObjectTypeDefinition: (node) => void (type = node.name.value),
      FieldDefinition: (node) => {
        const tags = node.directives?.filter(({ name }) => name.value === 'tag') ?? [];
        if (tags.length > 0) tagged.push(`${type}.${node.name.value}`);
      },
    });
    expect(tagged.sort()).toEqual([
      'Activity.phone',
      'CollectionGestion.customerId',
      'CollectionGestion.customerName',
      'CollectionGestion.phone',
      'Contact.email',
      'Contact.identification',
      'Contact.name',
      'Contact.phone',
      'Owner.email',
    ]);
  });
});
