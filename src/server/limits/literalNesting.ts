import { Kind, type ValueNode } from 'graphql';

/** How many lists and objects a literal nests: 0 for a plain value. The parser's limit on tokens bounds the recursion. */
export function literalNesting(node: ValueNode): number {
  switch (node.kind) {
    case Kind.LIST:
      return 1 + deepest(node.values);
    case Kind.OBJECT:
      return 1 + deepest(node.fields.map(({ value }) => value));
    case Kind.VARIABLE:
    case Kind.INT:
    case Kind.FLOAT:
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.NULL:
    case Kind.ENUM:
      return 0;
  }
}

function deepest(nodes: readonly ValueNode[]): number {
  return nodes.reduce((depth, node) => Math.max(depth, literalNesting(node)), 0);
}
