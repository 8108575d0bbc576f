/** A way to read a list has turned out not to lead there; another one may. Never leaves reading. */
export abstract class WayGivenUp extends Error {
  constructor(
    message: string,
    /** Calls spent on the page that showed it. */
    readonly calls: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
