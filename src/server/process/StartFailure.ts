/** Why the process cannot start, a line for each reason. The lines are for people; nothing secret is in them. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '));
  }
}
