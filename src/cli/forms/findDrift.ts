import type { FieldChange } from '../../forms/inference/mergeManifest.js';
import { enoughFits } from '../../forms/inference/proposeField.js';

/** A difference between the manifest and the CRM, or the published SDL. */
export interface Drift {
  readonly kind: 'notInManifest' | 'notInCrm' | 'doesNotFit' | 'notInSdl' | 'onlyInSdl' | 'otherInSdl';
  /** The field's label, or its place in the SDL. */
  readonly what: string;
}

/** What of the CRM has been looked at. */
export interface Looked {
  readonly cases: { readonly isComplete: boolean };
  readonly contacts: { readonly isComplete: boolean };
}

/**
 * The differences that matter among those of a manifest and what was seen. A field that part of the records does not have
 * may be in the others; `isKnownGone` tells those that the manifest marks.
 */
export function findDrift(
  changes: readonly FieldChange[],
  looked: Looked,
  isKnownGone: (change: FieldChange) => boolean,
): readonly Drift[] {
  return changes.flatMap((change): readonly Drift[] => {
    const what = change.type === null ? `${change.module}: ${change.label}` : `${change.type}: ${change.label}`;
    switch (change.kind) {
      case 'added':
        return [{ kind: 'notInManifest', what }];
      case 'notSeen':
        return looked[change.module].isComplete && !isKnownGone(change) ? [{ kind: 'notInCrm', what }] : [];
      case 'kept':
      case 'settled':
        return change.fits < enoughFits ? [{ kind: 'doesNotFit', what }] : [];
      case 'left':
        return [];
    }
  });
}
