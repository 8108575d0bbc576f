/** What a failed call came to, in words of closed lists: nothing of what was sent or received is in it. */
export interface CallFailureDetails {
  /** The script of the CRM, such as `cases/queryCases`. */
  readonly endpoint: string;
  /** The class of the failure, such as `timeout` or `badResponse`. */
  readonly failure: string;
  /** What was seen of it, such as `dns`, `tls`, `html`, `redirect`, or `status` where the status says it all. */
  readonly cause: string;
  /** The HTTP status, or the CRM's own under a success; null where no answer came. */
  readonly status: number | null;
  /** The setting to look at, where one is the likely cause. */
  readonly setting?: string;
}

/** The cause of a fault that a call to the CRM ended with. For logs; its message names endpoint, class and status. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';

  constructor(readonly details: CallFailureDetails) {
    super(`${details.endpoint}: ${details.failure}${details.status === null ? '' : ` ${details.status}`}`);
  }
}
