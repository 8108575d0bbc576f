/** How large a document may be. Each limit is refused with OPERATION_TOO_COMPLEX. */
export const documentLimits = {
  /** Names, punctuation and literals of a document, counted by the parser before anything else looks at it. */
  maxTokens: 2_000,
  /** Comments cost the parser as much as tokens do. */
  maxComments: 2_000,
} as const;
