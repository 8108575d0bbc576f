import type { Failure } from '../classify.js';

/** So many reads in a row that are refused alike are no accident, even where calls were answered before. */
const readsInARow = 3;

/**
 * Notices that the CRM refuses all calls in the same way, as it does where the tenant's name is wrong. A refusal that reads
 * get too is not about the input of a write.
 */
export class CommonRefusal {
  #hasBeenAnswered = false;
  #status: number | null = null;
  #reads = 0;

  /** Takes in how a call ended; null for one that was answered. */
  onCall(kind: 'read' | 'write', failure: Failure | null): void {
    if (failure === null) {
      this.#hasBeenAnswered = true;
      this.#status = null;
      this.#reads = 0;
    } else if (kind === 'read' && isAboutTheCall(failure)) {
      this.#reads = failure.status === this.#status ? this.#reads + 1 : 1;
      this.#status = failure.status;
    }
  }

  /** Whether reads are refused in the same way. */
  isCommon(failure: Failure): boolean {
    if (failure.class !== 'refused' || failure.status !== this.#status) return false;
    return this.#reads >= (this.#hasBeenAnswered ? readsInARow : 1);
  }
}

/** 404 and 416 are about the record or the page that was asked for. */
function isAboutTheCall({ class: failureClass, status }: Failure): boolean {
  return failureClass === 'refused' && status !== 404 && status !== 416;
}
