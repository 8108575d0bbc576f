import type { ActivityRecord } from '../../model/ActivityRecord.js';
import { type Catalogue, identity, texts } from './FilterField.js';

/** What activities can be filtered by: the record they hang on. */
export const activityCatalogue: Catalogue<ActivityRecord, 'subjectId'> = new Map([
  ['subjectId', identity('subjectId', 10, (row: ActivityRecord) => texts(row.subject?.id))],
]);
