import { WayGivenUp } from './WayGivenUp.js';

/**
 * The CRM's list of a span of time cannot be used: a row has shown that it is not by the date of creation, the CRM
 * refused to give it, or it gave parts of records.
 */
export class DatesMistrusted extends WayGivenUp {
  override readonly name = 'DatesMistrusted';

  constructor(calls: number, options?: ErrorOptions) {
    super('The list of a span of time cannot be used.', calls, options);
  }
}
