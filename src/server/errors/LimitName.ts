/** The limits that OPERATION_TOO_COMPLEX names in `extensions.limit`. A closed list: clients may show them. */
export type LimitName =
  | 'tokens'
  | 'comments'
  | 'depth'
  | 'aliases'
  | 'rootFields'
  | 'responseKey'
  | 'directives'
  | 'selections'
  | 'overlaps'
  | 'nesting'
  | 'entities'
  | 'upstreamCalls';
