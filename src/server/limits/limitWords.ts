import type { LimitName } from '../errors/LimitName.js';
import { documentLimits } from './documentLimits.js';

const count = (value: number): string => value.toLocaleString('en');

/** What an operation beyond each limit does, in the fixed words that its error says. */
export const limitWords: Readonly<Record<Exclude<LimitName, 'overlaps'>, string>> = {
  tokens: `its document has more than ${count(documentLimits.maxTokens)} tokens`,
  comments: `its document has more than ${count(documentLimits.maxComments)} comments`,
  depth: `its fields nest more than ${count(documentLimits.maxDepth)} deep`,
  aliases: `it has more than ${count(documentLimits.maxAliases)} aliases`,
  rootFields: `it has more than ${count(documentLimits.maxRootFields)} root fields`,
  responseKey: `it selects one response key more than ${count(documentLimits.maxFieldsPerKey)} times in one place`,
  directives: `it has more than ${count(documentLimits.maxDirectives)} directives`,
  selections: `with its fragments expanded it selects more than ${count(documentLimits.maxSelections)} times`,
  nesting: `one of its values nests more than ${count(documentLimits.maxNesting)} deep`,
  entities: `it asks for more than ${count(documentLimits.maxEntities)} different entities, or for more than ${count(documentLimits.maxRepresentations)} in all`,
  upstreamCalls: 'it could cost the CRM more calls than one operation may',
};
