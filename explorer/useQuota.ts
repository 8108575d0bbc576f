import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { askSubgraph } from './askSubgraph';
import { readHeaders } from './editedOperation';

const quota = z.object({
  limit: z.nullable(z.number()),
  used: z.nullable(z.number()),
  remaining: z.nullable(z.number()),
});

/** The day's allowance of calls to the CRM. */
export type Quota = z.infer<typeof quota>;

const quotaQuery = '{ wolkvoxQuota { limit used remaining } }';
/** Others spend calls as well. */
const askAgainMs = 15_000;

/**
 * The quota: at once, after every operation that has run, and now and then while somebody looks at the page. Null while
 * it is not known.
 */
export function useQuota(isRunning: boolean, headers: string): Quota | null {
  const [known, setKnown] = useState<Quota | null>(null);
  useEffect(() => {
    if (isRunning) return undefined;
    const outdated = new AbortController();
    const { signal } = outdated;
    const ask = async () => {
      if (document.hidden) return;
      const answer = await askSubgraph({
        query: quotaQuery,
        headers: readHeaders(headers),
        shape: z.object({ wolkvoxQuota: quota }),
        signal,
      });
      if (!signal.aborted) setKnown('data' in answer ? answer.data.wolkvoxQuota : null);
    };
    void ask();
    const timer = setInterval(() => void ask(), askAgainMs);
    return () => {
      clearInterval(timer);
      outdated.abort();
    };
  }, [isRunning, headers]);
  return known;
}
