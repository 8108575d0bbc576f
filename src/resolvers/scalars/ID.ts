import { GraphQLError, GraphQLID, GraphQLScalarType, Kind } from 'graphql';
import { badUserInput } from '../../model/Fault.js';
import { idText } from '../../model/values/exactNumbers.js';

/**
 * The `ID` of the specification, but for integers beyond 2^53 on the way in: a program that writes one as a JSON number
 * has rounded it, so that it names another record or another write. Those have to be text. In a document they are
 * refused as well, or the same id would be one thing as a literal and another one as a variable.
 */
export const ID = new GraphQLScalarType<string, unknown>({
  name: 'ID',
  description: GraphQLID.description,
  serialize: (value) => GraphQLID.serialize(value),
  parseValue: readId,
  parseLiteral(node) {
    if (node.kind === Kind.STRING) return node.value;
    return readId(node.kind === Kind.INT ? Number(node.value) : undefined);
  },
});

function readId(value: unknown): string {
  const id = idText(value);
  if (id !== null) return id;
  const problem = 'has to be text, or an integer that a number holds to the last digit';
  throw new GraphQLError(`An ID ${problem}.`, { originalError: badUserInput('id', problem) });
}
