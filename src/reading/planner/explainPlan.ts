import type { ListOrder } from '../../model/List.js';
import { type Catalogue, fieldOf, isIdentity } from '../catalogue/FilterField.js';
import type { QueryPlan } from '../Reader.js';
import { mostCalls, type PageFacts } from './mostCalls.js';
import { pageFor, widestPage } from './pageFor.js';
import { mayNeedContact, type PricedPath } from './cost.js';

/** A plan, and what its price depends on. */
export interface ExplainedPlan extends PricedPath {
  readonly first: number;
  readonly offset: number;
  readonly isResumed: boolean;
  /** Scans of which not everything was read before. */
  readonly scansLeft: number;
  readonly order: ListOrder | null;
  readonly scanLimitCalls: number;
  /** Whether it is still to be found out by which date the CRM lists a span of time. */
  readonly areDatesOpen: boolean;
  readonly catalogue: Catalogue<never>;
  readonly pages: PageFacts;
  /** What the CRM is taken to do. */
  readonly capabilities: readonly { readonly name: string; readonly value: string; readonly origin: string }[];
}

/** Calls that finding out by which date the CRM lists may take. */
const proofCalls = 2;

/**
 * Says how a list would be read as things are known now, and what that costs, in words that repeat no value. Null when
 * nothing can match.
 */
export function explainPlan(plan: ExplainedPlan | null): QueryPlan {
  if (plan === null) {
    const description = 'No call: the conditions contradict each other.';
    return { minUpstreamCalls: 0, maxUpstreamCalls: 0, pushedDown: [], residual: [], description };
  }
  const { path, first, offset, isResumed, scansLeft, order, pages } = plan;
  const { field, isUnique } = path;
  const wanted = first + offset;
  const isFiltered = path.residual.length > 0;
  // Reading from the end takes a call to know where that is; where nobody counts, it is read to.
  const findsEnd = order !== null && !isUnique ? 2 : 1;
  const isPlainList = isPlain(plan);
  const stretch = { offset: isPlainList ? offset : 0, rows: isUnique ? 1 : isPlainList ? first : wanted, isResumed };
  const lookUps = path.residual.some((predicate) => mayNeedContact(predicate, plan.catalogue)) ? scansLeft : 0;
  const max = scansLeft * mostCalls(stretch, pages) * findsEnd + lookUps;
  const mayChange = path.residual.some(({ field: name }) => mayBeLeftOut(name, plan.catalogue));
  // Records that another value's search has shown are passed over, and more pages are read in their place.
  const mayRepeat = isResumed && scansLeft > 1 && !isUnique && !isIdentity(fieldOf(plan.catalogue, field));
  const isUnbounded = (isFiltered && !isUnique) || mayChange || mayRepeat || (findsEnd > 1 && pages.lacksTotals);
  return {
    minUpstreamCalls: field === 'id' ? Math.min(scansLeft, wanted) : scansLeft,
    maxUpstreamCalls: isUnbounded ? null : max,
    pushedDown: [field],
    residual: residualFields(plan),
    description: `${describe(plan)}${describeCapabilities(plan)}`,
  };
}

/** Whether a row may leave a field out that then has to be searched for, which is another plan. */
function mayBeLeftOut(name: string, catalogue: Catalogue<never>): boolean {
  const field = catalogue.get(name);
  return field?.kind === 'value' && field.carriedBy === 'someTenants';
}

function isPlain({ path }: ExplainedPlan): boolean {
  return path.residual.length === 0 && path.scans.length === 1;
}

/** The list of a span of time is wider than its range: the rows are checked against that as well, which is no news. */
function residualFields({ path }: ExplainedPlan): readonly string[] {
  return path.residual.map((predicate) => predicate.field).filter((name) => name !== path.field);
}

function describe(plan: ExplainedPlan): string {
  const { path, cost, first, offset, isResumed, scansLeft, scanLimitCalls, catalogue, order } = plan;
  const fromEnd = order === null ? '' : order === 'NEWEST_FIRST' ? ', newest first' : ', oldest first';
  const what = `${describeScans(plan)}${fromEnd}`;
  if (isPlain(plan) && !isResumed && order === null) {
    const { page } = pageFor({ offset, first });
    return `${what}: page ${page.page} of ${page.limit} rows each.`;
  }
  if (path.residual.length === 0) return `${what}.`;
  const residual = residualFields(plan);
  const evaluated = residual.length === 0 ? '' : `; ${residual.join(', ')} evaluated here`;
  if (path.isUnique) return `${what}${evaluated}.`;
  const pages = `in pages of ${widestPage(0).page.limit} rows until ${first} ${first === 1 ? 'matches' : 'match'}`;
  // A row that leaves its contact open may have it looked up, whatever the limit, and so may the dates of a span.
  const contact = path.residual.some((predicate) => mayNeedContact(predicate, catalogue)) ? 1 : 0;
  const proof = plan.areDatesOpen && path.scans[0]?.kind === 'createdBetween' ? proofCalls : 0;
  const most = Math.max(scanLimitCalls, scansLeft * (order === null ? 1 : 2) + contact + proof);
  return `${what}, ${pages}${evaluated}. About ${callsText(cost.calls)}, no more than ${most}.`;
}

function describeScans({ path }: ExplainedPlan): string {
  const { field, scans } = path;
  if (scans[0]?.kind === 'createdBetween') return 'The list of what was created in the span of createdAt';
  if (scans.length === 1) return `One search by ${field}`;
  return `One search by ${field} for each of ${scans.length} values, merged in the order of the records`;
}

/** The capabilities that do not have their default values. */
function describeCapabilities({ capabilities }: ExplainedPlan): string {
  const known = capabilities.filter(({ origin }) => origin !== 'default');
  if (known.length === 0) return '';
  return ` The CRM: ${known.map(({ name, value, origin }) => `${name} ${value} (${origin})`).join(', ')}.`;
}

function callsText(calls: number): string {
  return calls === 1 ? '1 call' : `${String(calls)} calls`;
}
