import { GraphQLError, GraphQLScalarType } from 'graphql';
import { GraphQLEmailAddress } from 'graphql-scalars';

/** An e-mail address, checked on the way in. The graph returns stored addresses as plain strings. */
export const EmailAddress = new GraphQLScalarType<string, unknown>({
  name: 'EmailAddress',
  serialize: (value) => value,
  parseValue(value) {
    if (typeof value !== 'string' || value.length > 254) throw notAnAddress();
    try {
      // The library's checks with words of our own: its messages repeat the value.
      return GraphQLEmailAddress.parseValue(value);
    } catch {
      throw notAnAddress();
    }
  },
});

function notAnAddress(): GraphQLError {
  return new GraphQLError('Expected an e-mail address.');
}
