import { documentLimits } from './documentLimits.js';

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

const count = (value: number): string => value.toLocaleString('en');

/** What an operation beyond each limit does, in the fixed words that its error says. */
export const limitWords: Readonly<Record<LimitName, string>> = {
  tokens: `its document has more than ${count(documentLimits.maxTokens)} tokens`,
  comments: `its document has more than ${count(documentLimits.maxComments)} comments`,
  depth: `its fields nest more than ${count(documentLimits.maxDepth)} deep`,
  aliases: `it has more than ${count(documentLimits.maxAliases)} aliases`,
  rootFields: `it has more than ${count(documentLimits.maxRootFields)} root fields`,
  responseKey: `it selects one response key more than ${count(documentLimits.maxFieldsPerKey)} times in one place`,
  directives: `it has more than ${count(documentLimits.maxDirectives)} directives`,
  selections: `with its fragments expanded it selects more than ${count(documentLimits.maxSelections)} times`,
  overlaps: 'too many of its fields overlap',
  nesting: `one of its values nests more than ${count(documentLimits.maxNesting)} deep`,
  entities: `it asks for more than ${count(documentLimits.maxEntities)} entities`,
  upstreamCalls: 'it could cost the CRM more calls than one operation may',
};
