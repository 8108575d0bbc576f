import { GraphQLError, GraphQLScalarType } from 'graphql';
import { parseTime, timeText } from '../../forms/typing/days.js';

/** A time of the day without a zone: `HH:mm` or `HH:mm:ss` in, `HH:mm:ss` out. */
export const LocalTime = new GraphQLScalarType<string, unknown>({
  name: 'LocalTime',
  serialize: (value) => value,
  parseValue(value) {
    const ms = typeof value === 'string' && /^\d{2}:\d{2}(?::\d{2})?$/.test(value) ? parseTime(value) : null;
    if (ms === null) throw new GraphQLError('Expected a time of the day as HH:mm:ss.');
    return timeText(ms);
  },
});
