import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { decimalOf } from '../../forms/typing/decimals.js';

/** More digits no amount has. */
const decimal = /^-?(?:0|[1-9]\d{0,29})(?:\.\d{1,10})?$/;
/** A double keeps so many digits of what was written; of more it may show others. */
const keptDigits = 15;

/** A decimal number with all its digits: text out; in, text or a number that has kept them. */
export const Decimal = new GraphQLScalarType<string, unknown>({
  name: 'Decimal',
  serialize: (value) => value,
  parseValue(value) {
    if (typeof value !== 'number') return asDecimal(value);
    const digits = decimalOf(value);
    return asDecimal(digits !== null && digits.replace(/\D/g, '').length <= keptDigits ? digits : null);
  },
  parseLiteral(node) {
    const isWritten = node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT;
    return asDecimal(isWritten ? node.value : null);
  },
});

function asDecimal(value: unknown): string {
  if (typeof value === 'string' && decimal.test(value)) return value;
  throw new GraphQLError('Expected a decimal number with a point before its fraction, as text where it is long.');
}
