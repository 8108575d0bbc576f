import { GraphQLError, GraphQLScalarType } from 'graphql';
import { isEmailAddress } from '../../model/values/emailAddress.js';

/**
 * An e-mail address, checked on the way in, without the spaces around it. The graph returns stored addresses as plain
 * strings.
 */
export const EmailAddress = new GraphQLScalarType<string, unknown>({
  name: 'EmailAddress',
  serialize: (value) => value,
  parseValue(value) {
    const address = typeof value === 'string' ? value.trim().normalize('NFC') : '';
    if (!isEmailAddress(address)) throw new GraphQLError('Expected an e-mail address.');
    return address;
  },
});
