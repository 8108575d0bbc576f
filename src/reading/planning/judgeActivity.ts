import type { ActivityRecord } from '../../model/ActivityRecord.js';
import type { Condition } from './conditions.js';
import { judgeRow, textsOf, type Verdict } from './judgeRow.js';

/** Whether an activity meets every condition; the record it hangs on is the only thing there is a condition on. */
export const judgeActivity = (row: ActivityRecord, conditions: readonly Condition[]): Verdict =>
  judgeRow(row, conditions, { values: { subjectId: ({ subject }) => textsOf(subject?.id) }, instants: {} });
