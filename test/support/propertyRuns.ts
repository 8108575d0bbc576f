/**
 * How many examples a property test tries. `npm test` is run after every change and tries an eighth, though no fewer than
 * 25; `npm run test:full`, which CI runs, sets `PROPERTY_RUNS=full` and tries all of them.
 */
export function propertyRuns(full: number): number {
  if (process.env['PROPERTY_RUNS'] === 'full') return full;
  return Math.min(full, Math.max(25, Math.ceil(full / 8)));
}
