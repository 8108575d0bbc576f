import { z } from 'zod';
import type { UrlReading } from './serverUrl.js';
import { splitList } from './splitList.js';

/** A whole number with a default. */
export function integer(defaultValue: number, least: number, most = Number.MAX_SAFE_INTEGER) {
  return wholeNumber(least, most).default(defaultValue);
}

/** A whole number within bounds. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER) {
  return z
    .string()
    .regex(/^\d{1,16}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, bounds(least, most));
}

function bounds(least: number, most: number): string {
  return most === Number.MAX_SAFE_INTEGER
    ? `must be ${least} or more`
    : `must be from ${least.toString()} to ${most.toString()}`;
}

/** A comma-separated list of names, each once. */
export function commaList(defaultValue: readonly string[]) {
  return z
    .string()
    .transform((value) => [...new Set(splitList(value))])
    .refine((names) => names.length > 0, 'must be a comma-separated list with at least one name')
    .refine((names) => names.every((name) => !/\p{Cc}/u.test(name)), 'must not contain control characters')
    .default([...defaultValue]);
}

/** A setting that a function reads; null from the function means that it could not. */
export function readBy<T>(read: (value: string) => T | null, problem: string) {
  return z.string().transform((value, context): T => {
    const result = read(value);
    if (result !== null) return result;
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  });
}

/** An address that a function reads. */
export function urlReadBy(read: (value: string) => UrlReading) {
  return z.string().transform((value, context): URL => {
    const reading = read(value);
    if ('url' in reading) return reading.url;
    context.addIssue({ code: 'custom', message: reading.problem });
    return z.NEVER;
  });
}
