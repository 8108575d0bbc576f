import type { InstantSpan, PageRequest } from '../../model/search.js';
import { type TenantZone, wallText } from '../TenantZone.js';

/** The body of a request, but for `operation`, which the client adds to every one. */
export type RequestBody = Readonly<Record<string, unknown>>;

/**
 * A search by one field, in a module where the endpoint serves several. `limit` and `page` are always there: what the
 * CRM takes for their absence is not published.
 */
export function searchBody(
  search: { readonly field: string; readonly value: string },
  { page, limit }: PageRequest,
  module?: string,
): RequestBody {
  return { ...(module === undefined ? {} : { module }), field: search.field, value: search.value, limit, page };
}

/**
 * The records of a module created in a span of time, which the endpoint takes to the minute, on the tenant's clock. All
 * that this clock shows within the span lies between the two, the hour that comes twice included.
 */
export function createdBetweenBody(
  module: string,
  span: InstantSpan,
  { page, limit }: PageRequest,
  zone: TenantZone,
): RequestBody {
  const { earliest, latest } = zone.toWallSpan(span.from.getTime(), span.to.getTime());
  return { module, date: true, from: minuteText(earliest), to: minuteText(latest), limit, page };
}

function minuteText(wallMs: number): string {
  return wallText(wallMs).slice(0, -':00'.length);
}
