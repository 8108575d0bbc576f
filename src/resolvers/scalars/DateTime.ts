import { GraphQLError, GraphQLScalarType } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';

/** An instant: RFC 3339 text with an offset in, the same at UTC out. An instant that is none comes out as null. */
export const DateTime = new GraphQLScalarType<Date, string | null>({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : null),
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
