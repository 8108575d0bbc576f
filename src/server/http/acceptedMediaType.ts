/** The two forms of an answer; both are JSON in UTF-8. */
export type AnswerMediaType = 'application/json' | 'application/graphql-response+json';

const offered: readonly AnswerMediaType[] = ['application/json', 'application/graphql-response+json'];

interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

/**
 * Picks the form of the answer by an `Accept` header: the one with the higher quality, plain JSON when they are equal
 * or when there is no header. Null when the header takes neither.
 */
export function acceptedMediaType(accept: string | undefined): AnswerMediaType | null {
  if (accept === undefined || accept.trim() === '') return 'application/json';
  const ranges = accept.split(',').map(parseRange);
  const rated = offered.map((type) => ({ type, quality: qualityOf(type, ranges) }));
  const best = rated.reduce((left, right) => (right.quality > left.quality ? right : left));
  return best.quality > 0 ? best.type : null;
}

/** Whether an `Accept` header names server-sent events, in which subscriptions are answered. */
export function acceptsEvents(accept: string | undefined): boolean {
  const ranges = (accept ?? '').split(',').map(parseRange);
  return ranges.some(({ type, quality }) => type === 'text/event-stream' && quality > 0);
}

function parseRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters
    .map((parameter) => /^q=(\d(?:\.\d{0,3})?)$/.exec(parameter)?.[1])
    .find((q) => q !== undefined);
  return { type, quality: quality === undefined ? 1 : Math.min(1, Number(quality)) };
}

/** The most specific range decides, as HTTP says. */
function qualityOf(type: AnswerMediaType, ranges: readonly MediaRange[]): number {
  for (const candidate of [type, 'application/*', '*/*']) {
    const found = ranges.find((range) => range.type === candidate);
    if (found) return found.quality;
  }
  return 0;
}
