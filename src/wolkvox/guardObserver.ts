import type { WolkvoxObserver } from './Observer.js';

/** Makes an observer whose own failures stay its own: no call to the CRM ends otherwise because somebody watched it. */
export function guardObserver(observer: WolkvoxObserver): WolkvoxObserver {
  return {
    callStarted: guarded((event) => {
      observer.callStarted(event);
    }),
    callFinished: guarded((event) => {
      observer.callFinished(event);
    }),
    fieldUnreadable: guarded((endpoint, path) => {
      observer.fieldUnreadable(endpoint, path);
    }),
    breakerChanged: guarded((event) => {
      observer.breakerChanged(event);
    }),
  };
}

/** Makes a function that does the same and never throws. */
export function guarded<A extends readonly unknown[]>(notify: (...args: A) => void): (...args: A) => void {
  return (...args) => {
    try {
      notify(...args);
    } catch {
      // Nobody who watches is owed an outcome.
    }
  };
}
