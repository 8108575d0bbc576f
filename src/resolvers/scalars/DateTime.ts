import { GraphQLError, GraphQLScalarType } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';
import { instantText } from '../../model/values/instants.js';

/**
 * An instant: RFC 3339 text with an offset in, the same at UTC out. What RFC 3339 has no text for, such as a year of five
 * digits, comes out as null.
 */
export const DateTime = new GraphQLScalarType<Date, string | null>({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? instantText(value) : null),
  parseValue(value) {
    if (typeof value !== 'string') throw notAnInstant();
    try {
      // The library's checks with words of our own: its messages repeat the value.
      return GraphQLDateTime.parseValue(value);
    } catch {
      throw notAnInstant();
    }
  },
});

function notAnInstant(): GraphQLError {
  return new GraphQLError('Expected an RFC 3339 date and time with an offset.');
}
