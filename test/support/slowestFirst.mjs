import testSequencer from '@jest/test-sequencer';

// Its types are those of its CommonJS build, where the class is a property.
const TestSequencer = /** @type {typeof testSequencer.default} */ (/** @type {unknown} */ (testSequencer));

/**
 * Suites that take tens of seconds, the longest first. Jest knows how long a suite takes only after it has run it once,
 * and on a clean checkout would begin some of them when the other worker has nothing left to do.
 */
const slow = [
  /federation\/gateway/,
  /writes\/kills/,
  /e2e\//,
  /reading\/.*property/,
  /writing\/nemesis/,
  /server\/process/,
  /federation\//,
  /wolkvox-emulator\/test\/package/,
  /deploy\//,
  /store\/redis/,
  /\.model\.|attacks|leaks/,
];

/** @param {string} path */
function rank(path) {
  const place = slow.findIndex((pattern) => pattern.test(path));
  return place < 0 ? slow.length : place;
}

/** Runs the slow suites first where Jest does not remember how long each took, and as Jest would where it does. */
export default class SlowestFirst extends TestSequencer {
  /**
   * @override
   * @param {Parameters<InstanceType<typeof TestSequencer>['sort']>[0]} tests
   */
  async sort(tests) {
    const sorted = [...(await super.sort(tests))];
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    return sorted.sort((one, other) => rank(one.path) - rank(other.path));
  }
}
