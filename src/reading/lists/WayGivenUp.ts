/** A way to read a list has turned out not to lead there; another one may. Never leaves reading. */
export abstract class WayGivenUp extends Error {
  constructor(
    message: string,
    /** Calls spent on finding out; whoever passes it on adds what was spent before. */
    public calls: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
