import { type DocumentNode, GraphQLError, type OperationTypeNode, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { Refusal } from '../errors/Refusal.js';
import { documentLimits } from './documentLimits.js';
import { areEntitiesBeyond } from './EntityList.js';
import { type MeasuredOperation, measureDocument } from './measureDocument.js';
import { parserLimit } from './parserLimit.js';
import { tooComplex } from './tooComplex.js';

/** How documents are parsed, here and by the engine. */
export const parseOptions = {
  maxLexicalTokens: documentLimits.maxTokens,
  maxComments: documentLimits.maxComments,
} as const;

/** The parts of a request that limits hold for. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

/** A refused document is refused again without being looked at again. */
type Verdict = readonly MeasuredOperation[] | Refusal;

/** Texts of verdicts that are remembered, in characters: clients send the same few documents over and over. */
const rememberedCharacters = 4 * 1024 ** 2;
const longestRemembered = 64 * 1024;

/** Holds documents against the limits before the GraphQL engine sees them. */
export class DocumentCheck {
  readonly #verdicts = new LRUCache<string, Verdict>({
    maxSize: rememberedCharacters,
    maxEntrySize: longestRemembered,
    // An entry costs something besides its text.
    sizeCalculation: (_verdict, text) => text.length + 256,
  });

  /**
   * The kind of operation that the request would run; null when the engine has to say what is wrong with it. Throws a
   * `Refusal` (400) that names the limit when the request is beyond one.
   */
  check({ query, operationName, variables }: OperationRequest): OperationTypeNode | null {
    const verdict = this.#verdicts.get(query) ?? this.#judge(query);
    if (verdict === null) return null;
    if (verdict instanceof Refusal) throw verdict;
    const named = operationName ?? null;
    const operation = named === null ? onlyOne(verdict) : verdict.find(({ name }) => name === named);
    if (!operation) return null;
    if (areEntitiesBeyond(documentLimits, operation.entityLists, variables ?? {})) {
      throw tooComplex('entities');
    }
    return operation.kind;
  }

  /** Null for what is no GraphQL: the engine finds out as well, and reports it. */
  #judge(text: string): Verdict | null {
    const document = parsed(text);
    if (document === null) return null;
    const verdict = measured(document);
    this.#verdicts.set(text, verdict);
    return verdict;
  }
}

function parsed(text: string): DocumentNode | null {
  try {
    return parse(text, { ...parseOptions, noLocation: true });
  } catch (error) {
    // The parser calls itself for every bracket, and some two thousand are within its limit on tokens.
    if (error instanceof RangeError) throw tooComplex('nesting');
    if (!(error instanceof GraphQLError)) throw error;
    const limit = parserLimit(error.message);
    if (limit !== null) throw tooComplex(limit);
    // The engine parses again to say where the fault is; of a document this long nobody needs to know.
    if (text.length > longestRemembered) throw new Refusal('GRAPHQL_PARSE_FAILED', 400);
    return null;
  }
}

function measured(document: DocumentNode): Verdict {
  try {
    return measureDocument(document);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function onlyOne(operations: readonly MeasuredOperation[]): MeasuredOperation | undefined {
  return operations.length === 1 ? operations[0] : undefined;
}
