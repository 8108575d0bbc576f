import { WayGivenUp } from './WayGivenUp.js';

/** Rows do not carry what a condition is about that was to be evaluated on them: it has to be searched for. */
export class FieldsUntold extends WayGivenUp {
  override readonly name = 'FieldsUntold';

  constructor() {
    super('The rows do not tell whether they meet a condition.', 0);
  }
}
