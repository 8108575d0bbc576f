/** The part of the day's calls that reads leave for writes: a share of them, from 0 to 1, or a number of calls. */
export type WriteReserve = { readonly fraction: number } | { readonly calls: number };
