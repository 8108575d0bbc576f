import type { Answer } from '../Answer.js';
import type { Tenant } from '../Tenant.js';
import type { Endpoint, VendorCall } from './Endpoint.js';

/** Stands for "no limit": the answer has to hold a number. */
const unlimited = 1_000_000_000;

/**
 * The day's allowance. Its own call is counted after it is answered: a vendor sample shows a count of 0. Hours are
 * rounded up, so that the count has started again when they are over.
 */
function tokenInformation(_call: VendorCall, tenant: Tenant): Answer {
  const limit = tenant.settings.dailyQuota ?? unlimited;
  // The door has already counted this call.
  const used = Math.max(0, tenant.callsToday - 1);
  const hours = Math.ceil(tenant.localTime.untilMidnightMs(tenant.clock.nowMs()) / 3_600_000);
  return {
    status: 200,
    body: {
      code: '200',
      error: 'null',
      msg: '1 records were are found',
      data: {
        description: `Token ${tenant.operation}`,
        token_limit: limit,
        token_use_today: used,
        available_consumition_options: limit - used,
        hours_to_restart_count: hours,
      },
    },
  };
}

/** The one endpoint whose parameters stand in the query string. */
export const tokenEndpoints: readonly Endpoint[] = [
  {
    name: 'token/tokenInformation',
    kind: 'read',
    token: 'internal',
    bodyForm: 'none',
    codeType: 'string',
    handle: tokenInformation,
  },
];
