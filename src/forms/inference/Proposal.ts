import type { FormField } from '../FormsManifest.js';

/** The type of a field, with all that its values have settled. */
export type Proposal = Omit<FormField, 'label' | 'field'>;
