/**
 * Under what a record says about how many bytes of memory it takes at most: with its row, and with what will have been
 * read of it.
 */
export const weight: unique symbol = Symbol('weight');

/** Whether a value knows its weight, and is frozen as far as it can be. */
export function knowsWeight(value: object): value is { readonly [weight]: number } {
  return weight in value;
}
