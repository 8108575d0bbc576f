import type { LiveFeed } from '../live/LiveFeed.js';
import type { WriteListener } from '../writing/WriteListener.js';

/** Tells subscribers of the writes of cases that are made here. What a write of other records changes is no case. */
export function tellOwnWrites(live: LiveFeed): WriteListener {
  return {
    begun: (id) => {
      live.ownWriteBegun(id);
    },
    ended: (id) => {
      live.ownWriteEnded(id);
    },
    applied: (effect, { id, caseNumber }) => {
      // A creation whose id the CRM left blank is found by the next poll.
      if (effect.kind === 'caseCreated' && id !== null) live.ownWriteApplied({ kind: 'CREATED', id, caseNumber });
      const changedId =
        effect.kind === 'caseChanged' ? effect.id : effect.kind === 'anything' ? effect.caseId : undefined;
      if (changedId !== undefined) live.ownWriteApplied({ kind: 'UPDATED', id: changedId, caseNumber: null });
    },
    settled: () => {
      live.somethingWritten();
    },
  };
}
