/** How large a request may be. What is larger is refused with OPERATION_TOO_COMPLEX before anything of it runs. */
export const documentLimits = {
  /** Names, punctuation and literals of a document, counted by the parser before anything else looks at it. */
  maxTokens: 2_000,
  /** Comments cost the parser as much as tokens do. */
  maxComments: 2_000,
  /** Fields within fields, the root field being the first. */
  maxDepth: 10,
  /** Aliased fields of an operation, `_entities` aside. */
  maxAliases: 15,
  /** Different response keys at the root of an operation, those of `_entities` aside. */
  maxRootFields: 10,
  /** Fields that share one place in the answer: merging them costs the validator the square of their number. */
  maxFieldsPerKey: 20,
  /** Directives of an operation. */
  maxDirectives: 30,
  /** Fields and fragments of a document, each fragment counted wherever it is spread. */
  maxSelections: 5_000,
  /** Different keys in all `_entities` fields of an operation. */
  maxEntities: 250,
  /** Representations in all `_entities` fields of an operation, however often they repeat a key: each is answered. */
  maxRepresentations: 5_000,
  /** Lists and objects within one another, in one value: a variable or a literal. */
  maxNesting: 32,
} as const;
