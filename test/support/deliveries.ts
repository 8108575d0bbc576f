import type { Deliver } from '../../src/reading/Reader.js';

/** What a look-up of many ids delivers, as one promise an id in the order asked for. */
export function deliveries<T>(
  ids: readonly string[],
  find: (ids: readonly string[], deliver: Deliver<T>) => void,
): readonly Promise<T | null>[] {
  const waiting = new Map<string, ((found: T | null | Promise<never>) => void)[]>();
  const answers = ids.map(
    (id) =>
      new Promise<T | null>((resolve) => {
        waiting.set(id, [...(waiting.get(id) ?? []), resolve]);
      }),
  );
  find(ids, (id, outcome) => {
    for (const resolve of waiting.get(id) ?? []) {
      resolve(outcome instanceof Error ? Promise.reject(outcome) : outcome);
    }
  });
  return answers;
}
