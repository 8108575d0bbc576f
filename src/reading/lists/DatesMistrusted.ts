/**
 * The CRM's list of a span of time cannot be used: a row has shown that it is not by the date of creation, or the CRM
 * refused to give it. Never leaves reading.
 */
export class DatesMistrusted extends Error {
  override readonly name = 'DatesMistrusted';

  constructor(
    /** Calls spent on finding out. */
    readonly calls: number,
    options?: ErrorOptions,
  ) {
    super('The list of a span of time cannot be used.', options);
  }
}
