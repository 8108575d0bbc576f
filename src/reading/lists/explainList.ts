import { fieldsOfContact } from '../../model/filters.js';
import type { Candidate } from '../planning/Candidate.js';
import type { Condition } from '../planning/conditions.js';
import type { Estimates } from '../planning/expectedCalls.js';
import { rankCandidates } from '../planning/rankCandidates.js';
import { widestPage, pageFor } from '../planning/pageFor.js';
import { maxPageLimit } from '../../model/search.js';
import type { QueryPlan } from '../Reader.js';
import type { PlacedWindow } from './placeWindow.js';
import { finished } from './cursor.js';
import { resumedCandidate } from './resumedCandidate.js';

export interface ExplainParts {
  /** Null when nothing can match. */
  readonly candidates: readonly Candidate[] | null;
  readonly conditions: readonly Condition[];
  readonly window: PlacedWindow;
  readonly scanLimitCalls: number;
  readonly estimates: Estimates;
  /** Whether it is still to be found out by which date the CRM lists a span of time. */
  readonly areDatesOpen: boolean;
}

/** Calls that finding that out may take. */
const proofCalls = 2;

/** Says how a list would be read as things are known now, and what that costs, in words that repeat no value. */
export function explainList(parts: ExplainParts): QueryPlan {
  const { candidates, conditions, window, scanLimitCalls, estimates, areDatesOpen } = parts;
  if (candidates === null) {
    return {
      minUpstreamCalls: 0,
      maxUpstreamCalls: 0,
      pushedDown: [],
      residual: [],
      description: 'No call: the conditions contradict each other.',
    };
  }
  const { first, offset, resume } = window;
  const wanted = first + offset;
  const ways = resume === null ? candidates : [resumedCandidate(candidates, resume)];
  const [best] = rankCandidates(ways, { conditions, wanted }, estimates);
  if (best === undefined) throw new RangeError('A list without a way to read it cannot be explained.');
  const { candidate } = best;
  const { field, sources, isUnique } = candidate;
  // The list of a span of time is wider than its range: the rows are checked against that as well, which is no news.
  const residual = candidate.residual.map((condition) => condition.field).filter((name) => name !== field);
  const isFiltered = candidate.residual.length > 0;
  const left = sources.filter((_, index) => resume === null || resume.places[index] !== finished).length;
  const most = isUnique ? left : left * Math.ceil(wanted / maxPageLimit);
  const isPlain = !isFiltered && sources.length === 1;
  return {
    minUpstreamCalls: field === 'id' ? Math.min(left, wanted) : left,
    maxUpstreamCalls: isPlain ? left : isFiltered && !isUnique ? null : most,
    pushedDown: [field],
    residual,
    description: describe(),
  };

  function describe(): string {
    const what =
      sources[0]?.kind === 'createdBetween'
        ? 'The list of what was created in the span of createdAt'
        : sources.length === 1
          ? `One search by ${field}`
          : `One search by ${field} for each of ${sources.length} values, merged in the order of the records`;
    const placed = pageFor({ offset, first });
    if (isPlain && resume === null) return `${what}: page ${placed.page.page} of ${placed.page.limit} rows each.`;
    if (!isFiltered) return `${what}.`;
    const evaluated = residual.length === 0 ? '' : `; ${residual.join(', ')} evaluated here`;
    if (isUnique) return `${what}${evaluated}.`;
    const pages = `in pages of ${widestPage(0).page.limit} rows until ${first} ${first === 1 ? 'matches' : 'match'}`;
    // A row that leaves its contact open may have it looked up, whatever the limit, and so may the dates of a span.
    const contact = residual.some((name) => fieldsOfContact.has(name)) ? 1 : 0;
    const proof = areDatesOpen && sources[0]?.kind === 'createdBetween' ? proofCalls : 0;
    const least = left + contact + proof;
    const limit = `About ${callsText(best?.price.calls ?? left)}, no more than ${Math.max(scanLimitCalls, least)}.`;
    return `${what}, ${pages}${evaluated}. ${limit}`;
  }
}

function callsText(calls: number): string {
  return calls === 1 ? '1 call' : `${String(calls)} calls`;
}
