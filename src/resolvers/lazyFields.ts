import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from './Context.js';
import { recordOnly } from './recordOnly.js';

/** How to get from what is known of a record to the whole record. */
export interface Completion<Node, Whole extends Node> {
  readonly isWhole: (node: Node) => node is Whole;
  readonly load: (node: Node, context: Context) => Promise<Whole | null>;
}

type FieldOf<Parent, Args, Value> = (parent: Parent, args: Args, context: Context, info: GraphQLResolveInfo) => Value;

type LazyField<Node, Whole> = <Value, Args = unknown>(
  read: FieldOf<Whole, Args, Value>,
  missing: Value,
) => FieldOf<Node, Args, Value | Promise<Value>>;

/**
 * Makes resolvers for fields that only a whole record has. A node that is one answers at once and without a promise;
 * for any other the record is looked up, once for all its fields, and `missing` stands in when it does not exist.
 */
export function lazyFields<Node, Whole extends Node>({
  isWhole,
  load,
}: Completion<Node, Whole>): LazyField<Node, Whole> {
  return <Value, Args>(read: FieldOf<Whole, Args, Value>, missing: Value) => {
    const resolve: FieldOf<Node, Args, Value | Promise<Value>> = (node, args, context, info) =>
      isWhole(node)
        ? read(node, args, context, info)
        : load(node, context).then((record) => (record === null ? missing : read(record, args, context, info)));
    // What is written with the record as its only parameter has no use for the others.
    return read.length === 1 ? recordOnly(resolve) : resolve;
  };
}
