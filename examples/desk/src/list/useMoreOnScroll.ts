import { useEffect, useRef } from 'react';

/**
 * Asks for the next page when the reader comes near the end of a list. Put the ref on an element behind the last row.
 *
 * @param loadMore null while a page is on its way, and when there is none
 */
export function useMoreOnScroll(loadMore: (() => unknown) | null) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!end.current || !loadMore) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) loadMore();
      },
      { rootMargin: '200px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [loadMore]);
  return end;
}
