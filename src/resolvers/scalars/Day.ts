import { GraphQLError, GraphQLScalarType } from 'graphql';
import { parseDay } from '../../forms/typing/days.js';

/** A day without a time, `YYYY-MM-DD` in and out: the graph's `Date`. */
export const Day = new GraphQLScalarType<string, unknown>({
  name: 'Date',
  serialize: (value) => value,
  parseValue(value) {
    const isDay = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
    if (!isDay || parseDay(value, 'YYYY-MM-DD') === null) throw new GraphQLError('Expected a day as YYYY-MM-DD.');
    return value;
  },
});
