/** A resolver that takes neither arguments nor info. */
export type RecordResolver = (parent: unknown, args: unknown, context: unknown) => unknown;

/** The resolvers that were declared so. */
const declared = new WeakSet<object>();

/**
 * Declares that a resolver looks at its parent and its context alone, so that whoever runs it need not make arguments and
 * info for it: for a list of a hundred records that is most of the work. The same resolver.
 */
export function recordOnly<Resolver extends object>(resolve: Resolver): Resolver {
  declared.add(resolve);
  return resolve;
}

/** Whether a resolver was declared to look at its parent and its context alone. */
export function readsRecordOnly(resolve: object): resolve is RecordResolver {
  return declared.has(resolve);
}
