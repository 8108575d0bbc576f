import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { OperationPlan } from './OperationPlan.js';

/** Plans at most, and characters of their documents at most: a plan takes some thirty times its text. */
const maxDocuments = 1_000;
const maxCharacters = 512 * 1024;

/** A document that was validated, and the operation of it that a request chose. */
export interface ValidatedRequest {
  readonly text: string;
  readonly operationName: string | null;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/**
 * The plans of operations that are sent more than once. A document is planned when it was validated a second time;
 * one that is made up anew for every request costs nothing here.
 */
export class OperationPlans {
  readonly #seen = new WeakSet<DocumentNode>();
  readonly #byText = new LRUCache<string, Map<string | null, OperationPlan>>({
    max: maxDocuments,
    maxSize: maxCharacters,
    sizeCalculation: (_plans, text) => text.length + 256,
  });

  constructor(private readonly schema: GraphQLSchema) {}

  /** The plan for the operation of this name, or for the only one of the document. */
  find(text: string, operationName: string | null): OperationPlan | undefined {
    return this.#byText.get(text)?.get(operationName);
  }

  /** Told each validated request that ran without a plan. The engine keeps documents, so an equal text is the same one. */
  learn({ text, operationName, document, operation }: ValidatedRequest): void {
    if (!this.#seen.has(document)) {
      this.#seen.add(document);
      return;
    }
    if (!OperationPlan.fits(document, operation)) return;
    const plans = this.#byText.get(text) ?? new Map<string | null, OperationPlan>();
    plans.set(operationName, new OperationPlan(this.schema, document, operation));
    this.#byText.set(text, plans);
  }
}
