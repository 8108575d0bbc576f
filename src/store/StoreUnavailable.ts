/** What processes share cannot be reached. What was asked may have been done all the same. */
export class StoreUnavailable extends Error {
  override readonly name: string = 'StoreUnavailable';
}
