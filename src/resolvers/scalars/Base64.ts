import { GraphQLError, GraphQLScalarType } from 'graphql';

/** Standard base64 text, padded and without line breaks. It stays text: what it holds is decoded where it is used. */
export const Base64 = new GraphQLScalarType<string, unknown>({
  name: 'Base64',
  serialize: (value) => value,
  parseValue(value) {
    // Node's decoder skips whatever is not base64; only text in the one right form survives the way there and back.
    if (typeof value !== 'string' || Buffer.from(value, 'base64').toString('base64') !== value) {
      throw new GraphQLError('Expected standard base64 text, padded and without line breaks.');
    }
    return value;
  },
});
