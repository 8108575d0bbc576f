import {
  type FieldNode,
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { entitiesField } from '../limits/EntityList.js';
import { fieldCost } from './fieldCost.js';
import { hiddenCalls } from './hiddenCalls.js';
import type { AnyField } from './OperationReader.js';

const known = new WeakMap<SelectionSetNode, Map<GraphQLObjectType, boolean>>();

/**
 * Whether nothing that a selection set selects on a type can cost a call, whatever the variables. Found out once for each
 * place of a document, since most of what is selected is free. A set with fragments on other types may be free as
 * well; that is not looked into.
 */
export function costsNothing(schema: GraphQLSchema, type: GraphQLObjectType, set: SelectionSetNode): boolean {
  const byType = known.get(set) ?? new Map<GraphQLObjectType, boolean>();
  known.set(set, byType);
  const before = byType.get(type);
  if (before !== undefined) return before;
  const isFree = set.selections.every((selection) => isFreeSelection(schema, type, selection));
  byType.set(type, isFree);
  return isFree;
}

function isFreeSelection(schema: GraphQLSchema, type: GraphQLObjectType, selection: SelectionNode): boolean {
  switch (selection.kind) {
    case Kind.FIELD: {
      const field = type.getFields()[selection.name.value];
      return field === undefined || isFreeField(schema, type, field, selection);
    }
    case Kind.INLINE_FRAGMENT: {
      const condition = selection.typeCondition?.name.value ?? type.name;
      return condition === type.name && costsNothing(schema, type, selection.selectionSet);
    }
    case Kind.FRAGMENT_SPREAD:
      return false;
  }
}

function isFreeField(schema: GraphQLSchema, parent: GraphQLObjectType, field: AnyField, node: FieldNode): boolean {
  if (field.name === entitiesField || fieldCost(field).calls !== 0) return false;
  const { selectionSet } = node;
  if (selectionSet === undefined) return true;
  const names = selectionSet.selections.map((selection) =>
    // What a fragment selects is not looked into: no field has this name, so that none carries it.
    selection.kind === Kind.FIELD ? selection.name.value : '',
  );
  return possibleTypes(schema, field).every(
    (type) =>
      hiddenCalls(`${parent.name}.${field.name}`, type.name, names) === 0 && costsNothing(schema, type, selectionSet),
  );
}

function possibleTypes(schema: GraphQLSchema, field: AnyField): readonly GraphQLObjectType[] {
  const type = getNamedType(field.type);
  if (isObjectType(type)) return [type];
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [];
}
