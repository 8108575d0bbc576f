/** A row has shown that the CRM's list of a span of time is not by the date of creation. Never leaves reading. */
export class DatesMistrusted extends Error {
  override readonly name = 'DatesMistrusted';
}
